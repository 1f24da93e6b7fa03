import { operationOf } from '../define-operation';
import { file } from '../message/file';

export const setCover = operationOf({
	option: {
		name: 'Set Cover',
		action: 'Set business cover',
		description:
			'Change the wide picture above the business profile of the linked number, which needs WhatsApp Business',
	},
	fields: { mediaId: file('cover', 'picture', 'e.g. https://example.com/shop.jpg') },
	async execute({ mediaId }, call) {
		const done = await call.request('business.setCover', { mediaId: await mediaId(call) });
		return { output: [{ json: { ...done } }] };
	},
});
