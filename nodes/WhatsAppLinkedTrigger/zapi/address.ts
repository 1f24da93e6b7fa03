import type { EventChat, PersonAddress } from '../../../engine/gateway/contract';

/** A chat as Z-API writes it: a number, `...-group`, `...@newsletter`, `...-broadcast`, or a LID where there is no number. */
export function phoneOf({ id, type, phone, lid }: EventChat): string {
	const user = id.split('@')[0] ?? '';
	if (type === 'direct') return phone ?? lid ?? id;
	// Groups from before November 2021 have the number of their founder in their ID, and no ending.
	if (type === 'group') return user.includes('-') ? user : `${user}-group`;
	return id.endsWith('@broadcast') && id !== 'status@broadcast' ? `${user}-broadcast` : id;
}

export function personOf({ phone, lid }: PersonAddress): string | null {
	return phone ?? lid;
}

/** Z-API's times are milliseconds since 1970. */
export function millis(iso: string): number {
	return Date.parse(iso);
}

/** As WhatsApp counts money: 12.5 is 12500. */
export function thousandths(amount: number | null | undefined): number | null {
	return amount == null ? null : Math.round(amount * 1000);
}

export function seconds(iso: string | null): number | null {
	return iso === null ? null : Math.floor(Date.parse(iso) / 1000);
}
