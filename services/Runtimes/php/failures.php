<?php

namespace ScfAspire\Runtime;

/** How a call or a load that failed is told to the agent, with the texts of the SCF interface. */
final class Failures
{
    private const USER_EXCEPTION = 430;
    private const HANDLER_NOT_FOUND = 437;
    private const RESPONSE_TOO_LARGE = 407;
    private const INVALID_EVENT = 400;

    public static function userException(\Throwable $thrown): string
    {
        return self::frame(self::USER_EXCEPTION, 'user code exception caught', self::stackOf($thrown));
    }

    public static function handlerNotFound(string $detail, string $stack = ''): string
    {
        return self::frame(self::HANDLER_NOT_FOUND, "HandlerNotFound: $detail", $stack);
    }

    public static function responseTooLarge(): string
    {
        return self::frame(self::RESPONSE_TOO_LARGE, 'The size of response exceeds the upper limit (6MB)', '');
    }

    public static function invalidEvent(\Throwable $error): string
    {
        return self::frame(self::INVALID_EVENT, "InvalidParameterValue: the event is not JSON: {$error->getMessage()}", '');
    }

    /** As PHP prints an exception, without the frames of the runtime. */
    public static function stackOf(\Throwable $thrown): string
    {
        $own = [];
        foreach (explode("\n", $thrown->getTraceAsString()) as $line) {
            if (preg_match('/^#\d+ (.*)$/s', $line, $match) && !str_starts_with($match[1], __DIR__ . '/')) {
                $own[] = '#' . count($own) . ' ' . $match[1];
            }
        }
        $message = $thrown->getMessage();
        $text = get_class($thrown) . ($message === '' ? '' : ": $message");
        if (!str_starts_with($thrown->getFile(), __DIR__ . '/')) {
            $text .= " in {$thrown->getFile()}:{$thrown->getLine()}";
        }
        $text .= "\nStack trace:\n" . implode("\n", $own);
        $previous = $thrown->getPrevious();
        return $previous === null ? $text : self::stackOf($previous) . "\n\nNext $text";
    }

    private static function frame(int $status, string $message, string $stack): string
    {
        return json_encode(
            ['statusCode' => $status, 'errorMessage' => $message, 'stackTrace' => $stack],
            JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE
        );
    }
}
