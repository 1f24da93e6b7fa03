/** What a customer has put into the cart of a business, and sent. Prices are in thousandths. */
export interface Cart {
	readonly id: string;
	/** Stands in the message with the cart, and nowhere else. */
	readonly token: string;
	/** Seconds since 1970. */
	readonly createdAt: number;
	readonly currency: string;
	readonly products: ReadonlyArray<{
		readonly id: string;
		readonly name: string;
		readonly price: number;
		readonly quantity: number;
	}>;
}
