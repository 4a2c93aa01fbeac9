<?php

// The bootstrap of the PHP runtimes: php bootstrap.php <socket>. It starts as a generic process without code, becomes an
// instance of one function version by a LOAD frame, and then runs one call per EVENT frame, one after the other.
// The frames are those of docs/specs/runtime-frames.md.

namespace ScfAspire\Runtime;

require __DIR__ . '/frames.php';
require __DIR__ . '/failures.php';
require __DIR__ . '/output.php';
require __DIR__ . '/context.php';
require __DIR__ . '/handler.php';
require __DIR__ . '/process.php';

if ($argc !== 2) {
    fwrite(STDERR, "usage: php bootstrap.php <socket>\n");
    exit(2);
}

Process::begin($argv[1]);
// Neither the socket nor anything else of the runtime is for the function to find.
$argv = $_SERVER['argv'] = [''];
$argc = $_SERVER['argc'] = 1;

try {
    // Here and in no function: variables at the top of the user's file are global.
    require Process::awaitCode();
} catch (\Throwable $thrown) {
    Process::failLoad($thrown);
}

exit(Process::serve());
