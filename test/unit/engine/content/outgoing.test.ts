import { toOutgoing } from '../../../../engine/content/outgoing';
import { errorOf } from '../support';

describe('Text content for Baileys', () => {
	test('is the text, and no preview unless one is given: Baileys would fetch the links itself', () => {
		expect(toOutgoing({ type: 'text', text: 'see https://example.com' })).toEqual({
			text: 'see https://example.com',
			linkPreview: null,
		});
	});

	test('names who is mentioned by address, from numbers and chat IDs', () => {
		const { mentions } = toOutgoing({
			type: 'text',
			text: '@5511900000002 @123456',
			mentions: ['+55 11 90000-0002', '123456@lid'],
		});
		expect(mentions).toEqual(['5511900000002@s.whatsapp.net', '123456@lid']);
	});

	test('has no mentions when the list is empty', () => {
		expect(toOutgoing({ type: 'text', text: 'hi', mentions: [] })).not.toHaveProperty('mentions');
	});

	test('refuses a mention that is no number', () => {
		const content = { type: 'text', text: 'hi', mentions: ['Bob'] } as const;
		expect(
			errorOf(() => toOutgoing({ ...content, mentions: [...content.mentions] })),
		).toMatchObject({ code: 'INVALID_RECIPIENT' });
	});

	test('carries the preview of a link', () => {
		const preview = { url: 'https://example.com', title: 'Example', description: 'A domain' };
		expect(toOutgoing({ type: 'text', text: 'see', preview }).linkPreview).toEqual({
			'canonical-url': 'https://example.com',
			'matched-text': 'https://example.com',
			title: 'Example',
			description: 'A domain',
		});
	});

	test('carries a preview without description', () => {
		const preview = { url: 'https://example.com', title: 'Example', description: null };
		expect(toOutgoing({ type: 'text', text: 'see', preview }).linkPreview).not.toHaveProperty(
			'description',
		);
	});
});
