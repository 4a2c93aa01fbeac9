<?php

namespace ScfAspire\Runtime;

/** The handler could not be found; the message is the payload of the LOAD_FAILED frame. */
final class LoadFailure extends \Exception
{
}

/** Where the user's handler is: `file.function` below the code root. */
final class Handler
{
    public readonly string $file;
    public readonly string $function;

    /** @throws LoadFailure */
    public function __construct(string $codeRoot, string $handler)
    {
        $dot = strrpos($handler, '.');
        if ($dot === false || $dot === 0 || $dot === strlen($handler) - 1) {
            throw new LoadFailure(Failures::handlerNotFound("the handler \"$handler\" is not of the form file.function"));
        }
        $stem = substr($handler, 0, $dot);
        $this->function = substr($handler, $dot + 1);
        $this->file = "$codeRoot/$stem.php";
        if (in_array('..', explode('/', $stem), true)) {
            throw new LoadFailure(Failures::handlerNotFound("the handler \"$handler\" lies outside the code package"));
        }
        if (!is_file($this->file)) {
            throw new LoadFailure(Failures::handlerNotFound("there is no file $stem.php in the code package"));
        }
    }

    /** After the file has been evaluated.
     * @throws LoadFailure */
    public function resolve(): callable
    {
        if (!function_exists($this->function)) {
            throw new LoadFailure(Failures::handlerNotFound(basename($this->file) . " has no function named {$this->function}"));
        }
        return $this->function;
    }

    /** The file itself does not compile, rather than something that it runs. */
    public function isOwnCompileError(string $file): bool
    {
        return realpath($file) === realpath($this->file);
    }
}
