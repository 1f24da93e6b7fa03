/** The people on the simulator's page: what a person would click there, as calls. */
export class People {
	#page;

	/** @param {string} page its URL */
	constructor(page) {
		this.#page = page;
	}

	/**
	 * The phone: Linked devices > Link with phone number.
	 *
	 * @param {string} code
	 */
	async typeCode(code) {
		await this.#post('code', { code });
	}

	/** The contact opens the chat. */
	async read() {
		await this.#post('read', {});
	}

	/**
	 * The contact writes.
	 *
	 * @param {string} text
	 * @returns {Promise<string>} the message's ID
	 */
	async write(text) {
		const { id } = await this.#post('text', { text });
		return id;
	}

	/**
	 * @param {string} action
	 * @param {object} body
	 * @returns {Promise<any>}
	 */
	async #post(action, body) {
		const response = await fetch(new URL(`api/${action}`, this.#page), {
			method: 'POST',
			body: JSON.stringify(body),
		});
		const answer = /** @type {any} */ (await response.json());
		if (!response.ok) throw new Error(`The phone's page: ${action}: ${answer.error}`);
		return answer;
	}
}
