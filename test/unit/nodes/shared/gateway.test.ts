import { openGateway } from '../../../../engine/transport/open-gateway';
import { gateway } from '../../../../nodes/shared/gateway';
import { log } from '../../../../nodes/shared/log';

jest.mock('../../../../engine/transport/open-gateway', () => ({
	openGateway: jest.fn(() => 'the gateway'),
}));

class InstanceSettings {
	n8nFolder = '/home/node/.n8n';
	encryptionKey = 'secret';
	instanceType = 'main';
}
const settings = new InstanceSettings();

class GlobalConfig {
	executions = { mode: 'regular' };
	database = { type: 'sqlite' };
	protocol = 'http';
	port = 5678;
	listen_address = '::';
	endpoints = {
		webhookWaiting: 'webhook-waiting',
		disableProductionWebhooksOnMainProcess: false,
	};
}
const config = new GlobalConfig();
let container: { get(token: unknown): unknown };
jest.mock('@n8n/di', () => ({ Container: { get: (token: unknown) => container.get(token) } }), {
	virtual: true,
});
jest.mock('n8n-core', () => ({ InstanceSettings }), { virtual: true });
jest.mock('@n8n/config', () => ({ GlobalConfig }), { virtual: true });

beforeEach(() => {
	jest.mocked(openGateway).mockClear();
	config.executions.mode = 'regular';
	container = {
		get: (token) =>
			new Map<unknown, object>([
				[InstanceSettings, settings],
				[GlobalConfig, config],
			]).get(token),
	};
});

it("The engine is opened in n8n's own folder, with n8n's own key", () => {
	expect(gateway()).toBe('the gateway');
	expect(openGateway).toHaveBeenCalledWith({
		dataDir: '/home/node/.n8n/whatsapp-linked',
		encryptionKey: 'secret',
		webServer: 'http://127.0.0.1:5678',
		endpoint: undefined,
		log,
	});
});

it('A configuration in which numbers cannot be shared is an error in words', () => {
	config.executions.mode = 'queue';
	expect(() => gateway()).toThrow('n8n runs in queue mode without Postgres');
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
