/** WhatsApp's own limits. */
export const MAX_NAME = 100;
export const MAX_DESCRIPTION = 2_048;
