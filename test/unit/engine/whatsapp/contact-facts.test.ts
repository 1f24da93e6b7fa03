import { proto, type BinaryNode } from '@whiskeysockets/baileys';
import { parseFacts } from '../../../../engine/whatsapp/contact-facts';

const node = (
	tag: string,
	attrs: Record<string, string> = {},
	content?: BinaryNode['content'],
): BinaryNode => ({ tag, attrs, content });
const user = (...content: BinaryNode[]) => node('user', { jid: '1@s.whatsapp.net' }, content);
const business = (certificate: Uint8Array) =>
	node('business', {}, [node('verified_name', { v: '1' }, certificate)]);

const nothing = { about: null, isBusiness: false, verifiedName: null };

test.each<[string, BinaryNode | undefined, object]>([
	['nothing of who is not there', undefined, nothing],
	['nothing of who shows nothing', user(node('business'), node('status')), nothing],
	['nothing that is hidden', user(node('status', { code: '401', t: '0' })), nothing],
	[
		'what was said of old',
		user(node('status', { t: '1' }, Buffer.from('At work'))),
		{ ...nothing, about: 'At work' },
	],
	[
		'a note before that',
		user(
			node('status', { t: '1' }, Buffer.from('At work')),
			node('text_status', { text: 'Away' }, [node('emoji', { content: '🌴' })]),
		),
		{ ...nothing, about: '🌴 Away' },
	],
	[
		'an emoji alone',
		user(node('text_status', {}, [node('emoji', { content: '🌴' })])),
		{ ...nothing, about: '🌴' },
	],
	[
		'what was said of old where the note is hidden',
		user(
			node('status', {}, Buffer.from('At work')),
			node('text_status', {}, [node('error', { code: '401' })]),
		),
		{ ...nothing, about: 'At work' },
	],
	[
		'the name of a business',
		user(
			business(
				proto.VerifiedNameCertificate.encode({
					details: proto.VerifiedNameCertificate.Details.encode({
						verifiedName: 'Flowers by Ana',
					}).finish(),
				}).finish(),
			),
		),
		{ ...nothing, isBusiness: true, verifiedName: 'Flowers by Ana' },
	],
	[
		'a business whose certificate cannot be read',
		user(business(Buffer.from('no certificate'))),
		{ ...nothing, isBusiness: true },
	],
])('people tell %s', (_what, answer, facts) => {
	expect(parseFacts(answer)).toEqual(facts);
});
