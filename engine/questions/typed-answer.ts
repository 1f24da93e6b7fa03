/** What people write for a number: "12", "-3,5", "1.234,56", "1,234". Undefined for what is none. */
export function numberIn(text: string): number | undefined {
	const written = text.trim().replace(/[\s_]/g, '');
	const found = /^([+-]?)(\d[\d.,]*)$/.exec(written);
	if (!found) return undefined;
	const [, sign = '', digits = ''] = found;
	const plain = withPoint(digits);
	if (plain === undefined) return undefined;
	const value = Number(sign + plain);
	return Number.isFinite(value) ? value : undefined;
}

/** One separator before three digits is taken for that of thousands, as few people write three decimals. */
function withPoint(digits: string): string | undefined {
	if (/^\d{1,3}(?:\.\d{3})+$|^\d{1,3}(?:,\d{3})+$/.test(digits)) return digits.replace(/[.,]/g, '');
	if (/^\d+(?:[.,]\d+)?$/.test(digits)) return digits.replace(',', '.');
	if (/^\d{1,3}(?:\.\d{3})+,\d+$/.test(digits)) return digits.replace(/\./g, '').replace(',', '.');
	if (/^\d{1,3}(?:,\d{3})+\.\d+$/.test(digits)) return digits.replace(/,/g, '');
	return undefined;
}

/**
 * What people write for a day, as `2026-12-24`: "2026-12-24", "24/12/2026", "24.12.26", "24/12" (the next one). The day
 * comes first, as in most of the world, unless it can only be the second. Undefined for what is no day.
 */
export function dateIn(text: string, now: number): string | undefined {
	const written = text.trim();
	const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(written);
	if (iso) return day(Number(iso[1]), Number(iso[2]), Number(iso[3]));
	const found = /^(\d{1,2})[-/.\s](\d{1,2})(?:[-/.\s](\d{4}|\d{2}))?\.?$/.exec(written);
	if (!found) return undefined;
	const [first, second] = [Number(found[1]), Number(found[2])];
	const [dayOfMonth, month] = second > 12 ? [second, first] : [first, second];
	if (found[3]) return day(fullYear(found[3]), month, dayOfMonth);
	const today = new Date(now).toISOString().slice(0, 10);
	const year = new Date(now).getUTCFullYear();
	const thisYear = day(year, month, dayOfMonth);
	if (thisYear !== undefined && thisYear >= today) return thisYear;
	return day(year + 1, month, dayOfMonth);
}

function fullYear(digits: string): number {
	return digits.length === 2 ? 2000 + Number(digits) : Number(digits);
}

/** Undefined for a day that no month has. */
function day(year: number, month: number, dayOfMonth: number): string | undefined {
	const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
	const isThere =
		date.getUTCFullYear() === year &&
		date.getUTCMonth() === month - 1 &&
		date.getUTCDate() === dayOfMonth;
	return isThere ? date.toISOString().slice(0, 10) : undefined;
}

/** An address as people write it, also with text around it. Undefined where there is none, or more than one. */
export function emailIn(text: string): string | undefined {
	const found = text.match(/[^\s<>()[\],;:"@]+@[^\s<>()[\],;:"@]+\.[\p{L}\p{N}-]{2,}/gu) ?? [];
	return found.length === 1 ? found[0]?.replace(/^mailto:/i, '') : undefined;
}
