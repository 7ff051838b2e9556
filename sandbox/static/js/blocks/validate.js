// What Slack's client checks before a modal is sent.

function filled(value) {
  return Object.entries(value).some(([key, item]) => key !== "type" && key !== "timezone" && item !== null && item !== undefined && item !== "" && !(Array.isArray(item) && !item.length));
}

function lengthProblem(element, value) {
  const size = [...(value ?? "")].length;
  if (element.min_length && size < element.min_length) return `Write at least ${element.min_length} characters.`;
  if (element.max_length && size > element.max_length) return `Shorten this to ${element.max_length} characters or fewer (now ${size}).`;
  return null;
}

function numberProblem(element, value) {
  const pattern = element.is_decimal_allowed ? /^-?\d+([.,]\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(value)) return element.is_decimal_allowed ? "Enter a number." : "Enter a whole number.";
  if (element.min_value !== undefined && Number(value) < Number(element.min_value)) return `Enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && Number(value) > Number(element.max_value)) return `Enter ${element.max_value} or less.`;
  return null;
}

const CHECKS = {
  plain_text_input: lengthProblem,
  number_input: numberProblem,
  email_text_input: (_, value) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : "Enter a valid e-mail address."),
  url_text_input: (_, value) => (/^https?:\/\/\S+\.\S+|^https?:\/\/localhost/i.test(value) ? null : "Enter a valid web address, starting with https://."),
};

/** Errors by block_id for a view and its state; empty when it may be sent. */
export function problemsOf(view, state) {
  const errors = {};
  for (const block of view.blocks ?? []) {
    const value = block.type === "input" ? state.values[block.block_id]?.[block.element.action_id] : null;
    if (!value) continue;
    if (!filled(value)) {
      if (!block.optional) errors[block.block_id] = "Please complete this required field.";
    } else {
      const problem = CHECKS[block.element.type]?.(block.element, value.value);
      if (problem) errors[block.block_id] = problem;
    }
  }
  return errors;
}
