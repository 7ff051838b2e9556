// The values typed into one view or message, in the shape Slack reports them.

const forms = new Map();

/** Values by block_id and action_id; what was typed outlives a redraw with the same ids. */
export class Form {
  constructor() {
    this.values = new Map();
    this.shown = new Set();
  }

  /** Starts a redraw: inputs that do not come back lose their values. */
  begin() {
    this.shown = new Set();
  }

  /** Ends a redraw. */
  end() {
    for (const key of this.values.keys()) if (!this.shown.has(key)) this.values.delete(key);
  }

  static key(block_id, action_id) {
    return `${block_id}\n${action_id}`;
  }

  /** Announces an input and answers its present value, which starts as `initial`. */
  register(block_id, action_id, initial) {
    const key = Form.key(block_id, action_id);
    this.shown.add(key);
    if (this.values.get(key)?.type !== initial.type) this.values.set(key, initial);
    return this.values.get(key);
  }

  set(block_id, action_id, value) {
    this.values.set(Form.key(block_id, action_id), value);
  }

  /** `{values: {block_id: {action_id: {...}}}}`, as in Slack's payloads. */
  toState() {
    const values = {};
    for (const [key, value] of this.values) {
      const [block_id, action_id] = key.split("\n");
      (values[block_id] ??= {})[action_id] = value;
    }
    return { values };
  }
}

/** The form of one view or message, made on first use. */
export function formFor(key) {
  if (!forms.has(key)) forms.set(key, new Form());
  return forms.get(key);
}

/** Forgets the forms whose key does not pass `keep`. */
export function forgetForms(keep) {
  for (const key of forms.keys()) if (!keep(key)) forms.delete(key);
}
