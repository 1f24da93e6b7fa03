/** A time (ms) in ISO 8601; null where there is none. */
export function toIso(at: number | null | undefined): string | null {
	return at ? new Date(at).toISOString() : null;
}
