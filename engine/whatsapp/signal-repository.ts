import { DEFAULT_CONNECTION_CONFIG, type SocketConfig } from '@whiskeysockets/baileys';
import { isSignatureValid } from './signatures';

/**
 * Baileys' Signal repository, with one check more: libsignal 6 (src/session_builder.js) calls the verification of a
 * contact's signed pre-key and drops its answer, so a server could hand out keys of its own.
 */
export const makeSignalRepository: SocketConfig['makeSignalRepository'] = (...options) => {
	const repository = DEFAULT_CONNECTION_CONFIG.makeSignalRepository(...options);
	const { injectE2ESession } = repository;
	repository.injectE2ESession = async (request) => {
		const { identityKey, signedPreKey } = request.session;
		if (!isSignatureValid(identityKey, signedPreKey.publicKey, signedPreKey.signature)) {
			throw new Error(`The signed pre-key of ${request.jid} is not signed by its identity`);
		}
		await injectE2ESession.call(repository, request);
	};
	return repository;
};
