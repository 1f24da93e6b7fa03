import type { IqContext } from '../iq/handler';
import type { Device } from '../registry';

/** What an operation of WhatsApp's GraphQL is asked with. */
export type Variables = Readonly<Record<string, unknown>>;

/** Returns the `data` of the answer, by the name of the operation. Throws `MexError` to answer with an error. */
export type MexOperation = (
	variables: Variables,
	device: Device,
	context: IqContext,
) => Readonly<Record<string, unknown>>;

/** Operations by the id of their query. WhatsApp renews ids now and then, and keeps the old ones for a while. */
export type MexOperations = Readonly<Record<string, MexOperation>>;

/** An error answer: the query itself succeeds. */
export class MexError extends Error {
	constructor(
		readonly code: number,
		text: string,
		/** `CRITICAL`: the query itself is not understood. */
		readonly severity: 'WARNING' | 'CRITICAL' = 'WARNING',
	) {
		super(text);
	}
}
