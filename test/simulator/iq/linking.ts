import { stanza } from '../stanza';
import type { BinaryNode } from '@whiskeysockets/baileys';
import { IqError, type IqContext, type LinkingQuery } from './handler';

/** The two steps of linking by code that a companion starts; it has not logged in then. */
export function answerLinking(
	{ child, connection }: LinkingQuery,
	{ linking }: IqContext,
): BinaryNode[] {
	switch (child.attrs.stage) {
		case 'companion_hello': {
			const reference = linking.requestCode(connection, child);
			return [
				stanza('link_code_companion_reg', { stage: 'companion_hello' }, [
					stanza('link_code_pairing_ref', {}, reference),
				]),
			];
		}
		case 'companion_finish':
			linking.finish(child);
			return [];
		default:
			throw new IqError(400, 'bad-request');
	}
}
