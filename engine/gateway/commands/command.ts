/**
 * What becomes of a command that was under way when the engine's thread ended:
 * - `query`: it changes nothing, and is asked again.
 * - `idempotent`: a mutation that does no more when it is done twice, and is asked again.
 * - `mutation`: it is not asked again, as nobody knows whether it was done: OUTCOME_UNKNOWN.
 */
export type CommandKind = 'query' | 'idempotent' | 'mutation';

/** One line of the contract. Only `kind` is there at run time. */
export interface Command<Input = unknown, Output = unknown> {
	readonly kind: CommandKind;
	readonly input: Input;
	readonly output: Output;
}

const declare =
	(kind: CommandKind) =>
	<Input, Output>() =>
		({ kind }) as Command<Input, Output>;

export const query = declare('query');
export const idempotent = declare('idempotent');
export const mutation = declare('mutation');

export type NoInput = Record<string, never>;
