import type { ProductContent } from '../../gateway/contract';
import { jidOfPhone, parsePhone } from '../jid';
import { checkBusiness } from './catalog';
import { checkLength, checkWords, MAX_DESCRIPTION, MAX_LABEL } from './checks';
import { imageMessage } from './file-message';
import { firstLine } from './first-line';
import type { Kind, Product, UploadedFile } from './kind';

/** The product as it is in the catalog now, and its image where messages have theirs. */
interface Found extends Product {
	image: UploadedFile | null;
}

export const product: Kind<ProductContent, Found> = {
	check({ business, productId, text, footer }) {
		checkBusiness(business);
		checkWords('The ID of the product', productId, MAX_LABEL);
		checkLength('The text', text, MAX_DESCRIPTION);
		checkLength('The footer', footer, MAX_LABEL);
	},
	summary: ({ productId, text }) => firstLine(`Product: ${text || productId}`),
	async lookUp({ business, productId }, whatsApp) {
		const found = await whatsApp.product(ownerOf(business), productId);
		const image = found.imageUrl === null ? null : await whatsApp.takeOver(found.imageUrl);
		return { ...found, image };
	},
	build({ business, productId, text, footer }, { found }) {
		const { name, description, currency, price, retailerId, url, image } = found;
		return {
			productMessage: {
				product: {
					...(image && { productImage: imageMessage(image) }),
					productId,
					title: name,
					...(description && { description }),
					currencyCode: currency,
					priceAmount1000: price,
					...(retailerId && { retailerId }),
					...(url && { url }),
					productImageCount: image ? 1 : 0,
				},
				businessOwnerJid: ownerOf(business),
				...(text && { body: text }),
				...(footer && { footer }),
			},
		};
	},
};

function ownerOf(business: string): string {
	return jidOfPhone(parsePhone(business) ?? '');
}
