import type { MessageContent } from '../../../../../engine/gateway/contract';
import { wordsOf } from '../../../../../engine/outbox/care/words';

test.each<[MessageContent, string | undefined]>([
	[{ type: 'text', text: ' Olá,\n\n tudo  bem? ' }, 'Olá, tudo bem?'],
	[{ type: 'image', mediaId: '1', caption: 'Olá,\ttudo bem?' }, 'Olá, tudo bem?'],
	[{ type: 'image', mediaId: '1' }, undefined],
	[{ type: 'image', mediaId: '1', caption: ' \n' }, undefined],
	[{ type: 'sticker', mediaId: '1' }, undefined],
	[{ type: 'pix', key: '1', keyType: 'CPF' }, undefined],
])('%j says %p', (content, words) => {
	expect(wordsOf(content)).toBe(words);
});
