import { type BinaryNode, S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import type { Connection } from '../connection';
import type { Linking } from '../linking';
import type { MediaHost } from '../media';
import type { Device } from '../registry';
import type { RoutingContext } from '../routing-context';
import { stanza } from '../stanza';
import type { Statistics } from '../statistics';

/** What the answers need of the server. */
export interface IqContext extends RoutingContext {
	readonly linking: Linking;
	readonly media: MediaHost;
	readonly statistics: Statistics;
	/** Takes a companion off its account and ends its connection. */
	unlink(device: Device): void;
}

/** A query of a companion that has logged in. */
export interface Query {
	readonly iq: BinaryNode;
	/** Its first child, which says what is asked. */
	readonly child: BinaryNode;
	readonly device: Device;
}

/** Returns the children of the result. Throws `IqError` to answer with an error. */
export type IqHandler = (query: Query, context: IqContext) => BinaryNode[];

/** Handlers by what they answer: `type xmlns child`, e.g. `get encrypt count`. */
export type IqHandlers = Readonly<Record<string, IqHandler>>;

/** A query from a companion that is not linked yet. */
export interface LinkingQuery {
	readonly child: BinaryNode;
	readonly connection: Connection;
}

/** An error answer. */
export class IqError extends Error {
	constructor(
		readonly code: number,
		text: string,
	) {
		super(text);
	}
}

/** For queries that only want to hear that they arrived. */
export const acknowledge: IqHandler = () => [];

export function result(iq: BinaryNode, content: BinaryNode[]): BinaryNode {
	return stanza(
		'iq',
		{ id: iq.attrs.id, from: iq.attrs.to ?? S_WHATSAPP_NET, type: 'result' },
		content.length > 0 ? content : undefined,
	);
}

export function failure(iq: BinaryNode, error: IqError): BinaryNode {
	return stanza('iq', { id: iq.attrs.id, from: iq.attrs.to ?? S_WHATSAPP_NET, type: 'error' }, [
		stanza('error', { code: String(error.code), text: error.message }),
	]);
}
