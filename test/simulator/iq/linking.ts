import type { BinaryNode } from '@whiskeysockets/baileys';
import { childOf, stanza, textOf } from '../stanza';
import { IqError, type IqContext, type LinkingQuery } from './handler';

/** The server takes names of common browsers and systems only (whatsmeow, PairPhone); which, is not known. */
const COMMON_NAME = /^(?:Chrome|Edge|Firefox|Opera|Safari) \((?:Linux|Mac OS|Ubuntu|Windows)\)$/;

/** The two steps of linking by code that a companion starts; it has not logged in then. */
export function answerLinking(
	{ child, connection }: LinkingQuery,
	{ linking }: IqContext,
): BinaryNode[] {
	switch (child.attrs.stage) {
		case 'companion_hello': {
			if (!COMMON_NAME.test(textOf(childOf(child, 'companion_platform_display')))) {
				throw new IqError(400, 'bad-request');
			}
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
