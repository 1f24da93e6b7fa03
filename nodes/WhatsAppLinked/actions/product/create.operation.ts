import { simplified, together, named } from '../../../shared/fields';
import { operationOf } from '../define-operation';
import { details, images, name } from './fields';
import { simpleProduct } from './simple';

export const create = operationOf({
	option: {
		name: 'Create',
		action: 'Create product',
		description:
			"Add a product to the linked number's catalog, which needs WhatsApp Business. Each run adds another one; use Update to change one that is there.",
	},
	fields: {
		product: together({ name, images }, details),
		shape: named('simplify', simplified(simpleProduct)),
	},
	async execute({ product: { images: take, ...said }, shape }, call) {
		const mediaIds = await take(call);
		const created = await call.request('product.create', { ...said, mediaIds });
		return { output: [{ json: { ...shape(created) } }] };
	},
});
