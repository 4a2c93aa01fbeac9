<?php

namespace ScfAspire\Runtime;

/** The life of the process: generic, then an instance of one function version. */
final class Process
{
    private const MAX_RESULT = 6 * 1024 * 1024;
    private const MAX_DEPTH = 1 << 20;
    private const REQUEST_ID = 36;
    private const COMPILE_ERRORS = E_COMPILE_ERROR | E_PARSE | E_CORE_ERROR;

    // Errors are for the call's log, whatever the machine's php.ini says; memory and time are limited from outside.
    private const SETTINGS = [
        'display_errors' => '1',
        'log_errors' => '0',
        'html_errors' => '0',
        'error_reporting' => E_ALL & ~E_DEPRECATED,
        'memory_limit' => '-1',
        'max_execution_time' => '0',
    ];

    private static FrameConnection $connection;
    private static Output $output;
    private static Facts $facts;
    private static ?Handler $handler = null;
    private static bool $loading = false;

    /** Dials the agent and says that a generic process is up. */
    public static function begin(string $socket): void
    {
        foreach (self::SETTINGS as $name => $value) {
            ini_set($name, $value);
        }
        self::$connection = new FrameConnection($socket);
        self::$output = new Output(self::$connection);
        register_shutdown_function(self::end(...));
        $ready = ['runtime' => 'php', 'version' => PHP_VERSION, 'pid' => getmypid()];
        self::$connection->send(Kind::READY, 0, json_encode($ready));
    }

    /** Waits for the function version and returns the file to evaluate. */
    public static function awaitCode(): string
    {
        $frame = self::$connection->receive();
        if ($frame === null) {
            exit(0);
        }
        [$kind, , $payload] = $frame;
        if ($kind !== Kind::LOAD) {
            self::abandon($kind);
        }
        $load = json_decode($payload, false, 512, JSON_THROW_ON_ERROR);
        self::$loading = true;
        self::$facts = new Facts($load);
        self::applyEnvironment($load);
        if ($load->concurrency > 1) {
            throw new LoadFailure(Failures::handlerNotFound('a PHP function serves one event at a time; take its instance concurrency away'));
        }
        self::$handler = new Handler($load->codeRoot, $load->handler);
        return self::$handler->file;
    }

    /** Tells that the code could not be loaded; the agent then ends the process. */
    public static function failLoad(\Throwable $thrown): void
    {
        self::$output->flush();
        self::$loading = false;
        self::$connection->send(Kind::LOAD_FAILED, 0, match (true) {
            $thrown instanceof LoadFailure => $thrown->getMessage(),
            $thrown instanceof \CompileError && self::$handler?->isOwnCompileError($thrown->getFile()) => self::notCompiled($thrown->getMessage(), $thrown->getLine()),
            default => Failures::userException($thrown),
        });
        self::$handler = null;
    }

    /** Serves calls until the agent closes the connection; returns the process's exit code. */
    public static function serve(): int
    {
        $function = self::resolve();
        while (($frame = self::$connection->receive()) !== null) {
            [$kind, $call, $payload] = $frame;
            if ($kind !== Kind::EVENT || $function === null) {
                self::abandon($kind);
            }
            self::call($function, $call, $payload);
        }
        return 0;
    }

    private static function resolve(): ?callable
    {
        if (self::$handler === null) {
            return null;
        }
        try {
            $function = self::$handler->resolve();
        } catch (LoadFailure $failure) {
            self::failLoad($failure);
            return null;
        }
        self::$output->flush();
        self::$loading = false;
        self::$connection->send(Kind::LOADED, 0);
        return $function;
    }

    private static function call(callable $function, int $call, string $payload): void
    {
        $requestId = substr($payload, 0, self::REQUEST_ID);
        $parent = self::REQUEST_ID + 1;
        $traceparent = substr($payload, $parent, ord($payload[$parent - 1]));
        $trigger = $parent + strlen($traceparent) + 1;
        $source = substr($payload, $trigger, ord($payload[$trigger - 1]));
        try {
            $event = json_decode(substr($payload, $trigger + strlen($source)), false, self::MAX_DEPTH, JSON_THROW_ON_ERROR);
        } catch (\JsonException $error) {
            self::$connection->send(Kind::FAILURE, $call, Failures::invalidEvent($error));
            return;
        }

        self::$output->capture();
        self::$output->call = $call;
        [$kind, $text] = self::run($function, $event, self::$facts->context($requestId, $traceparent, $source));
        if (self::$output->forked()) {
            // A forked child came back out of the handler: the call is its parent's.
            exit(0);
        }
        self::$output->flush();
        self::$output->call = 0;
        self::$connection->send($kind, $call, $text);
    }

    private static function run(callable $function, mixed $event, \stdClass $context): array
    {
        try {
            $result = $function($event, $context);
        } catch (\Throwable $thrown) {
            return [Kind::FAILURE, Failures::userException($thrown)];
        }
        try {
            $text = json_encode($result, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR, self::MAX_DEPTH);
        } catch (\Throwable $thrown) {
            return [Kind::FAILURE, Failures::userException($thrown)];
        }
        return strlen($text) > self::MAX_RESULT ? [Kind::FAILURE, Failures::responseTooLarge()] : [Kind::RESULT, $text];
    }

    /** The script ends: by the agent, by exit(), or by an error that PHP does not let anybody catch. */
    private static function end(): void
    {
        $error = error_get_last();
        if (self::$output->forked() || !self::$loading || $error === null || !($error['type'] & self::COMPILE_ERRORS)) {
            return;
        }
        if (self::$handler?->isOwnCompileError($error['file'])) {
            self::$output->flush();
            self::$connection->send(Kind::LOAD_FAILED, 0, self::notCompiled($error['message'], $error['line']));
        }
    }

    private static function notCompiled(string $message, int $line): string
    {
        return Failures::handlerNotFound(basename(self::$handler->file) . " cannot be loaded: $message on line $line");
    }

    private static function applyEnvironment(\stdClass $load): void
    {
        $environment = (array) ($load->environment ?? []);
        foreach (array_keys(getenv()) as $key) {
            if (!array_key_exists($key, $environment)) {
                putenv($key);
                unset($_ENV[$key], $_SERVER[$key]);
            }
        }
        foreach ($environment as $key => $value) {
            putenv("$key=$value");
            $_ENV[$key] = $_SERVER[$key] = $value;
        }
        $zone = $environment['TZ'] ?? 'UTC';
        if (in_array($zone, timezone_identifiers_list(\DateTimeZone::ALL_WITH_BC), true)) {
            date_default_timezone_set($zone);
        }
        chdir($load->codeRoot);
    }

    /** Not a matter of the function, so it goes to the real stderr. */
    private static function abandon(int $kind): never
    {
        fwrite(STDERR, sprintf("bootstrap: unexpected frame of kind 0x%x\n", $kind));
        exit(70);
    }
}
