import type { VirtualContact, VirtualPhone } from '../index';

/** The people the page plays. */
export interface Cast {
	readonly owner: VirtualPhone;
	/** By number; the first is who is played as long as nobody else is chosen. */
	readonly contacts: Map<string, VirtualContact>;
}
