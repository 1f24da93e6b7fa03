import { openGateway } from '../../../../engine/transport/open-gateway';
import { gateway } from '../../../../nodes/shared/gateway';
import { log } from '../../../../nodes/shared/log';

jest.mock('../../../../engine/transport/open-gateway', () => ({
	openGateway: jest.fn(() => 'the gateway'),
}));

class InstanceSettings {
	n8nFolder = '/home/node/.n8n';
	encryptionKey = 'secret';
}
const settings = new InstanceSettings();
let container: { get(token: unknown): unknown };
jest.mock('@n8n/di', () => ({ Container: { get: (token: unknown) => container.get(token) } }), {
	virtual: true,
});
jest.mock('n8n-core', () => ({ InstanceSettings }), { virtual: true });

beforeEach(() => {
	jest.mocked(openGateway).mockClear();
	container = { get: (token) => (token === InstanceSettings ? settings : undefined) };
});

it("The engine is opened in n8n's own folder, with n8n's own key", () => {
	expect(gateway()).toBe('the gateway');
	expect(openGateway).toHaveBeenCalledWith({
		dataDir: '/home/node/.n8n/whatsapp-linked',
		encryptionKey: 'secret',
		endpoint: undefined,
		log,
	});
});

it('An n8n that hands out no settings is an error in words', () => {
	container = {
		get: () => {
			throw new Error('not decorated');
		},
	};
	expect(() => gateway()).toThrow(
		'This n8n does not tell where its data folder is (not decorated).',
	);
});
