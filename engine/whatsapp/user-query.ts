import {
	getBinaryNodeChild,
	getBinaryNodeChildren,
	S_WHATSAPP_NET,
	type BinaryNode,
	type WASocket,
} from '@whiskeysockets/baileys';
import { answerTo } from './query';
import { Refusal } from './query-errors';

type Socket = Pick<WASocket, 'query' | 'generateMessageTag'>;

/**
 * Asks WhatsApp about people ("usync"): `about` says what is asked of each of `users`, by the name of its element. Returns
 * their `<user>` elements; who does not exist may be left out. Not Baileys' own executeUSyncQuery: it knows no businesses, and
 * drops which number an answer is to.
 */
export async function queryUsers(
	{ query, generateMessageTag }: Socket,
	about: readonly BinaryNode[],
	users: readonly BinaryNode[],
): Promise<BinaryNode[]> {
	const attrs = { context: 'interactive', mode: 'query', last: 'true', index: '0' };
	const answer = await answerTo(query, {
		tag: 'iq',
		attrs: { to: S_WHATSAPP_NET, type: 'get', xmlns: 'usync' },
		content: [
			{
				tag: 'usync',
				attrs: { ...attrs, sid: generateMessageTag() },
				content: [element('query', about), element('list', users)],
			},
		],
	});
	const usync = getBinaryNodeChild(answer, 'usync');
	const refusal = about.map(({ tag }) => refusalOf(usync, tag)).find((code) => code !== undefined);
	if (refusal !== undefined) throw new Refusal(refusal);
	return getBinaryNodeChildren(getBinaryNodeChild(usync, 'list'), 'user');
}

/** What is asked may be refused inside of an answer that is good: `<result><contact><error code="429"/></contact></result>`. */
function refusalOf(usync: BinaryNode | undefined, tag: string): number | undefined {
	const asked = getBinaryNodeChild(getBinaryNodeChild(usync, 'result'), tag);
	const error = getBinaryNodeChild(asked, 'error');
	return error && Number(error.attrs.code);
}

/** An element that has nothing but children, or nothing at all. */
export function element(tag: string, content?: readonly BinaryNode[]): BinaryNode {
	return { tag, attrs: {}, content: content && [...content] };
}
