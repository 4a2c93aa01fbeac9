<?php

namespace ScfAspire\Runtime;

/** Kinds of docs/specs/runtime-frames.md. */
final class Kind
{
    public const READY = 0x20;
    public const LOAD = 0x21;
    public const LOADED = 0x22;
    public const LOAD_FAILED = 0x23;
    public const EVENT = 0x24;
    public const RESULT = 0x25;
    public const FAILURE = 0x26;
    public const LOG = 0x27;
}

/** The two sides do not understand each other. */
final class ProtocolError extends \Exception
{
}

/** The connection to the agent. */
final class FrameConnection
{
    private const HEADER = 12;
    private const MAX_PAYLOAD = 16 * 1024 * 1024;
    private const READ_SIZE = 64 * 1024;

    /** @var resource */
    private $socket;
    private string $input = '';
    private int $start = 0;

    public function __construct(string $path)
    {
        $socket = stream_socket_client('unix://' . $path, $code, $reason);
        if ($socket === false) {
            throw new ProtocolError("the agent cannot be reached: $reason");
        }
        stream_set_read_buffer($socket, 0);
        stream_set_timeout($socket, PHP_INT_MAX >> 32);
        $this->socket = $socket;
    }

    /** The next frame as [kind, call id, payload], or null when the agent has closed the connection. */
    public function receive(): ?array
    {
        while (true) {
            $waiting = strlen($this->input) - $this->start;
            if ($waiting >= self::HEADER) {
                $header = unpack('Vlength/Ckind/Cflags/vzero/Vcall', $this->input, $this->start);
                if ($header['length'] > self::MAX_PAYLOAD) {
                    throw new ProtocolError("a frame of {$header['length']} bytes is over the limit of " . self::MAX_PAYLOAD);
                }
                if ($waiting >= self::HEADER + $header['length']) {
                    $payload = substr($this->input, $this->start + self::HEADER, $header['length']);
                    $this->start += self::HEADER + $header['length'];
                    return [$header['kind'], $header['call'], $payload];
                }
            }
            if (!$this->fill()) {
                return null;
            }
        }
    }

    private function fill(): bool
    {
        if ($this->start > 0) {
            $this->input = substr($this->input, $this->start);
            $this->start = 0;
        }
        // A read would sleep through signals; a wait ends with one, and the function's own handler runs then.
        do {
            $read = [$this->socket];
            $none = null;
            $ready = @stream_select($read, $none, $none, null);
        } while ($ready === false);
        $bytes = fread($this->socket, self::READ_SIZE);
        if ($bytes === false || $bytes === '') {
            return false;
        }
        $this->input .= $bytes;
        return true;
    }

    public function send(int $kind, int $call, string $payload = ''): void
    {
        $bytes = pack('VCCvV', strlen($payload), $kind, 0, 0, $call) . $payload;
        for ($sent = 0; $sent < strlen($bytes); $sent += $count) {
            // The agent is gone, and with it the reason to live, where nothing can be written.
            $count = @fwrite($this->socket, $sent === 0 ? $bytes : substr($bytes, $sent));
            if ($count === false || $count === 0) {
                return;
            }
        }
    }

    /** Closes a forked child's copy, which must not write into its parent's conversation. */
    public function abandon(): void
    {
        fclose($this->socket);
    }
}
