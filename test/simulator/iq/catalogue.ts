import { text, writeProduct } from '../catalogue';
import { childOf, stanza, textOf } from '../stanza';
import { IqError, type IqHandler, type IqHandlers } from './handler';

/** A page of what somebody offers; `after` is where the page before ended. */
const list: IqHandler = ({ child }, { registry }) => {
	const catalogue = registry.accountOf(child.attrs.jid)?.catalogue;
	// Whoever is no business has none.
	if (!catalogue) throw new IqError(404, 'item-not-found');
	const first = Number(textOf(childOf(child, 'after')) || 0);
	const next = first + Number(textOf(childOf(child, 'limit')) || 10);
	const products = catalogue.slice(first, next).map(writeProduct);
	const paging =
		next < catalogue.length ? [stanza('paging', {}, [text('after', String(next))])] : [];
	return [stanza('product_catalog', {}, [...products, ...paging])];
};

/** What businesses offer. */
export const catalogue: IqHandlers = { 'get w:biz:catalog product_catalog': list };
