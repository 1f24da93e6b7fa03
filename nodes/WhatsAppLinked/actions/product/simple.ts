import type { CatalogProduct } from '../../../../engine/gateway/contract';
import type { Simplified } from '../../../shared/fields';

export const simpleProduct: Simplified<CatalogProduct> = {
	simplify: (product) => {
		const { id, name, description, price, salePrice, currency } = product;
		const { retailerId, url, hidden, imageUrls } = product;
		return {
			...{ id, name, description, price, salePrice, currency, retailerId, url, hidden },
			imageUrl: imageUrls[0] ?? null,
		};
	},
	id: 'id',
	labels: {
		id: 'ID',
		name: 'Name',
		description: 'Description',
		price: 'Price',
		salePrice: 'Sale Price',
		saleStartsAt: 'Sale Starts At',
		saleEndsAt: 'Sale Ends At',
		currency: 'Currency',
		retailerId: 'Own ID',
		url: 'Link',
		hidden: 'Hidden',
		availability: 'Availability',
		reviewStatus: 'Review Status',
		imageUrls: 'Image URLs',
	},
};
