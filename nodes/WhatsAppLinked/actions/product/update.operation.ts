import {
	named,
	optionalText,
	shownWith,
	simplified,
	together,
	toggle,
} from '../../../shared/fields';
import { operationOf } from '../define-operation';
import { details, images, productId } from './fields';
import { simpleProduct } from './simple';

export const update = operationOf({
	option: {
		name: 'Update',
		action: 'Update product',
		description:
			"Change a product in the linked number's catalog: name, price, sale price, link, images and the like. What is not given stays as it is.",
	},
	fields: {
		product: together(
			{
				productId,
				replaceImages: toggle({
					displayName: 'Replace Images',
					default: false,
					description: 'Whether the product gets the images below instead of those that it has',
				}),
				images: shownWith({ replaceImages: [true] }, images),
			},
			{
				...details,
				name: optionalText({
					displayName: 'Name',
					placeholder: 'e.g. Rye bread',
					description: 'What the product is called, up to 150 characters',
				}),
			},
		),
		shape: named('simplify', simplified(simpleProduct)),
	},
	async execute({ product: { images: take, replaceImages, ...said }, shape }, call) {
		const changes = replaceImages ? { ...said, mediaIds: await take(call) } : said;
		const updated = await call.request('product.update', changes);
		return { output: [{ json: { ...shape(updated) } }] };
	},
});
