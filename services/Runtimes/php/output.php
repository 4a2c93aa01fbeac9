<?php

namespace ScfAspire\Runtime;

/** What the function prints, as log text of the call that runs. */
final class Output
{
    /** The call that runs, or 0. */
    public int $call = 0;

    private int $owner;

    public function __construct(private FrameConnection $connection)
    {
        $this->owner = getmypid();
        $this->capture();
    }

    /** Puts the outermost buffer back where a function has ended it. */
    public function capture(): void
    {
        if (ob_get_level() === 0) {
            // Each piece at once: a call that is killed for its time or memory must not take its log along.
            ob_start($this->write(...), 1);
        }
    }

    /** Sends what the function has left in buffers of its own. */
    public function flush(): void
    {
        while (ob_get_level() > 1 && ob_end_flush()) {
        }
        $this->capture();
    }

    /** Whether this process is a child that the function has forked. */
    public function forked(): bool
    {
        return getmypid() !== $this->owner;
    }

    private function write(string $text): string
    {
        if ($this->forked()) {
            return $text;
        }
        if ($text !== '') {
            $this->connection->send(Kind::LOG, $this->call, $text);
        }
        return '';
    }
}
