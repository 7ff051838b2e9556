"""Slack's error codes: what each one means for the call that it ends.

This is the only table of its kind. Whatever reads an error of the Web API asks here, so that a code
means the same to the dispatcher, to forms, to the socket and at the start. The codes are those of
Slack's method pages (docs.slack.dev/reference/methods) and of the errors that all methods share.
"""

import re
from collections.abc import Mapping
from enum import Enum


class ErrorKind(Enum):
    """What becomes of a call that ended with a code."""

    RATE_LIMITED = "rate limited"
    TRANSIENT = "had no effect, and may work later"
    UNCERTAIN = "may have had its effect"
    TOKEN_REFUSED = "no call with this token works"
    PERMANENT = "never works"


_RATE_LIMITED = "ratelimited rate_limited message_limit_exceeded too_many_requests"

_TRANSIENT = """
accesslimited service_unavailable team_added_to_org external_channel_migrating
exchanged_trigger_id expired_trigger_id hash_conflict fetch_members_failed
list_record_comment_fetch_failed unable_to_fetch_custom_emojis invalid_cursor
fail_to_get_teams_for_restricted_user streaming_state_conflict
"""

_UNCERTAIN = """
internal_error fatal_error request_timeout update_failed file_update_failed unable_to_share_files
"""

_TOKEN_REFUSED = """
account_inactive invalid_auth not_authed token_expired token_revoked
org_login_required two_factor_setup_required
"""

_PERMANENT = """
access_denied already_reacted alt_txt_too_large app_access_restricted as_user_not_supported
attachment_payload_limit_exceeded bad_client_secret bad_redirect_uri bad_timestamp block_mismatch
blocked_file_type bot_not_found bots_not_found cannot_install_an_org_installed_app
cannot_reply_to_message cant_broadcast_message cant_delete_file cant_delete_message
cant_update_message canvas_disabled_file_team canvas_disabled_user_team canvas_globally_disabled
channel_is_limited_access channel_not_found channels_limit_exceeded delete_not_allowed
deprecated_endpoint draft_already_deleted draft_already_sent draft_has_conflict draft_not_found
duplicate_channel_not_found duplicate_external_id duplicate_message_not_found edit_window_closed
ekm_access_denied enterprise_is_restricted enterprise_not_found expired_url file_comment_not_found
file_deleted file_deleting_disabled file_is_deleted file_not_found file_share_limit_reached
file_type_not_allowed file_upload_size_restricted file_uploads_disabled
file_uploads_except_images_disabled forbidden_team insecure_request invalid_arg_name
invalid_arguments invalid_array_arg invalid_attachments invalid_blocks invalid_blocks_format
invalid_channel invalid_charset invalid_client_id invalid_code invalid_code_verifier
invalid_form_data invalid_grant_type invalid_json invalid_limit invalid_metadata_filter_keys
invalid_metadata_format invalid_metadata_schema invalid_name invalid_payload invalid_post_type
invalid_refresh_token invalid_scopes invalid_team invalid_token invalid_trigger_id
invalid_ts_latest invalid_ts_oldest invalid_types invalid_user_combination is_archived is_inactive
json_not_object limit_required markdown_text_conflict max_file_sharing_exceeded message_not_found
messages_tab_disabled metadata_must_be_sent_from_app metadata_too_large method_deprecated
method_not_supported_for_channel_type missing_args missing_argument missing_charset
missing_file_data missing_post_type missing_profile_id missing_scope missing_user
msg_blocks_too_long
msg_too_long no_access no_dual_broadcast_content_update no_item_specified no_permission no_reaction
no_scopes no_text not_allowed no_external_invite_permission not_allowed_token_type
not_authorized not_enabled not_enough_users not_found not_implemented not_in_channel not_reactable
not_visible
oauth_authorization_url_mismatch org_not_found paid_teams_only permission_denied pkce_not_allowed
plan_upgrade_required posting_to_channel_denied preview_feature_not_available push_limit_reached
restricted_action restricted_action_non_threadable_channel restricted_action_read_only_channel
restricted_action_thread_locked restricted_action_thread_only_channel send_on_behalf_not_allowed
slack_connect_blocked_file_type slack_connect_canvas_sharing_blocked
slack_connect_clip_sharing_blocked slack_connect_file_link_sharing_blocked
slack_connect_file_upload_sharing_blocked slack_connect_lists_sharing_blocked snippet_too_large
storage_limit_reached team_access_not_granted team_not_found team_not_on_enterprise
template_not_visible thread_locked thread_not_found too_many_attachments too_many_contact_cards
too_many_emoji too_many_members too_many_reactions too_many_users unknown_method
unknown_snippet_type unknown_subtype used_url user_disabled user_email_unverified
user_is_restricted user_not_found user_not_in_channel user_not_visible users_list_not_supplied
users_not_found view_too_large
"""

FATES: Mapping[str, ErrorKind] = {
    code: fate
    for fate, codes in (
        (ErrorKind.RATE_LIMITED, _RATE_LIMITED),
        (ErrorKind.TRANSIENT, _TRANSIENT),
        (ErrorKind.UNCERTAIN, _UNCERTAIN),
        (ErrorKind.TOKEN_REFUSED, _TOKEN_REFUSED),
        (ErrorKind.PERMANENT, _PERMANENT),
    )
    for code in codes.split()
}
"""Every code that is known, with its meaning. A code that is missing here is no reason to give
anything up: it is tried again for a while and named in the log."""

_CODE = re.compile(r"[a-z][a-z0-9_]{1,79}", re.ASCII)


def code_in(answer: object) -> str | None:
    """Return the error code of an answer in Slack's own form, ``{"ok": false, "error": "code"}``.

    None means that it is not Slack's refusal: a page of a proxy or a portal, for example.
    """
    if not isinstance(answer, Mapping) or answer.get("ok") is not False:
        return None
    code = answer.get("error")
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None


def code_of(error: BaseException) -> str | None:
    """Return Slack's own code in the error of a call; None when Slack did not give one.

    ``error`` is what a Web API client raises: its ``response`` holds the answer.
    """
    response = getattr(error, "response", None)
    return code_in(getattr(response, "data", response))


def status_of(error: BaseException) -> int | None:
    """Return the HTTP status of the answer that an error of a call holds; None without one."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    return status if isinstance(status, int) else None


def refusal(error: BaseException, otherwise: str = "no reason given") -> str:
    """Return the reason of a refused call in a few words: Slack's code, or who answered instead."""
    code = code_of(error)
    if code is not None:
        return code
    status = status_of(error)
    if status is None:
        return otherwise
    return f"HTTP {status}, and not in Slack's form: a proxy or firewall answered"


def fate_of(code: str | None) -> ErrorKind | None:
    """Return what a code means; None for no code or an unknown one."""
    return FATES.get(code) if code is not None else None
