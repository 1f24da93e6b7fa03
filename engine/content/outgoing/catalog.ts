import type { CatalogContent } from '../../gateway/contract';
import { parsePhone } from '../jid';
import { checkLength, checkPhone, MAX_DESCRIPTION, MAX_LABEL } from './checks';
import { firstLine } from './first-line';
import type { Kind } from './kind';
import { withLinkCard } from './link-card';
import { checkText } from './text';

export const catalog: Kind<CatalogContent> = {
	check(content) {
		checkBusiness(content.business);
		checkText(withLink(content));
		checkLength('The title of the card', content.title, MAX_LABEL);
		checkLength('The description of the card', content.description, MAX_DESCRIPTION);
	},
	summary: (content) => firstLine(withLink(content)),
	build: (content) => ({
		extendedTextMessage: withLinkCard(withLink(content), {
			url: linkTo(content),
			title: content.title || 'Catalog',
			description: content.description || 'See products and services on WhatsApp',
		}),
	}),
};

/** Error: INVALID_CONTENT. */
export function checkBusiness(phone: string): void {
	checkPhone(phone, 'business');
}

function withLink(content: CatalogContent): string {
	const { text = '' } = content;
	return text.trim() === '' ? linkTo(content) : `${text}\n${linkTo(content)}`;
}

function linkTo({ business }: CatalogContent): string {
	return `https://wa.me/c/${parsePhone(business)}`;
}
