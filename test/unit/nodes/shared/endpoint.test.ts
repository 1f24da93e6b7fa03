import { endpointFrom } from '../../../../nodes/shared/endpoint';

describe('WHATSAPP_LINKED_ENDPOINT', () => {
	it('is usually absent', () => {
		expect(endpointFrom(undefined)).toBeUndefined();
		expect(endpointFrom('')).toBeUndefined();
	});

	it('is JSON', () => {
		const endpoint = { url: 'ws://127.0.0.1:1/ws/chat', trustedKey: 'a2V5', ca: 'PEM' };
		expect(endpointFrom(JSON.stringify(endpoint))).toEqual(endpoint);
	});

	it.each(['{', 'null', '"ws://127.0.0.1"', '{"url":"ws://127.0.0.1"}'])('refuses %p', (value) => {
		expect(() => endpointFrom(value)).toThrow('WHATSAPP_LINKED_ENDPOINT is not an endpoint');
	});
});
