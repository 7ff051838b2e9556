from sandbox.blockkit.problem import Problem
def check_message(blocks, usable): return [], False
def check_view(view, kind, usable): return []
def views_dialect(p): return []
def validate(args): return None
