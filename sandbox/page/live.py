class Live:
    def __init__(self, box): pass
    def changed(self, team, change): pass
    def app_changed(self): pass
    def inspected(self, e): pass
    def clock_changed(self): pass
    def open(self, loop): pass
    def close(self): pass
