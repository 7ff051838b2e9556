class PageRoutes:
    def __init__(self, box, live): pass
    def routes(self): return []
