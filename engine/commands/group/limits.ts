/** WhatsApp's own limits. */
export const MAX_SUBJECT = 100;
export const MAX_DESCRIPTION = 2_048;
export const MAX_PARTICIPANTS = 1_023;
