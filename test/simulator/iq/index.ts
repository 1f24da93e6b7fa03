import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Connection } from '../connection';
import { allChildren } from '../stanza';
import { appState } from './app-state';
import { business } from './business';
import { catalogue } from './catalogue';
import { channelPosts } from './channel-posts';
import { collections } from './collections';
import { communities } from './communities';
import { encryption } from './encryption';
import { groupEntry } from './group-entry';
import { groups } from './groups';
import { failure, type IqContext, IqError, type IqHandlers, result } from './handler';
import { answerLinking } from './linking';
import { mediaConnection } from './media';
import { mex } from './mex';
import { orders } from './orders';
import { privacy } from './privacy';
import { profile } from './profile';
import { session } from './session';
import { terms } from './terms';
import { usync } from './usync';

export type { IqContext } from './handler';

const HANDLERS: IqHandlers = {
	...appState,
	...business,
	...catalogue,
	...collections,
	...orders,
	...encryption,
	...groupEntry,
	...groups,
	...channelPosts,
	...communities,
	...mediaConnection,
	...mex,
	...privacy,
	...profile,
	...session,
	...terms,
	...usync,
};

const LINKING = 'set md link_code_companion_reg';

/** Answers the queries of companions, and counts those it has no answer for. */
export class IqDesk {
	readonly #unknown = new Map<string, number>();

	constructor(private readonly context: IqContext) {}

	/** Queries that were answered with "not implemented", by `type xmlns child`. */
	get unknownQueries(): ReadonlyMap<string, number> {
		return this.#unknown;
	}

	/** The answer. There is always one, for a client waits 60 s for it; unless a test wants it to wait. */
	answer(connection: Connection, iq: BinaryNode): BinaryNode | undefined {
		const name = nameOf(iq);
		const answer = this.#answer(connection, iq, name);
		return this.context.faults.swallowsAnswer(name) ? undefined : answer;
	}

	#answer(connection: Connection, iq: BinaryNode, name: string): BinaryNode {
		try {
			const refusal = this.context.faults.queryFailure(name);
			if (refusal !== undefined) throw new IqError(refusal, 'refused');
			return result(iq, this.#handle(connection, iq, name));
		} catch (error) {
			if (error instanceof IqError) return failure(iq, error);
			this.context.report(error);
			return failure(iq, new IqError(400, 'bad-request'));
		}
	}

	#handle(connection: Connection, iq: BinaryNode, name: string): BinaryNode[] {
		const [child] = allChildren(iq);
		if (child && name === LINKING) return answerLinking({ child, connection }, this.context);
		const { device } = connection;
		if (!device) throw new IqError(401, 'not-authorized');
		const handler = HANDLERS[name];
		if (!handler) {
			this.#unknown.set(name, (this.#unknown.get(name) ?? 0) + 1);
			throw new IqError(501, 'feature-not-implemented');
		}
		return handler({ iq, child: child ?? iq, device }, this.context);
	}
}

/** What a query asks: `type xmlns child`. */
function nameOf(iq: BinaryNode): string {
	return [iq.attrs.type, iq.attrs.xmlns, allChildren(iq)[0]?.tag].filter(Boolean).join(' ');
}
