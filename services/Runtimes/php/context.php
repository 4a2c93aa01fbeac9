<?php

namespace ScfAspire\Runtime;

/** The parts of the context that are the same for every call of one instance, but for what triggered it. */
final class Facts
{
    private const TRIGGER_SOURCE = 'TRIGGER_SRC';

    private array $context;
    private array $variables;
    private ?string $source;

    public function __construct(\stdClass $load)
    {
        $this->variables = ['SCF_NAMESPACE' => $load->namespace] + (array) ($load->environment ?? []);
        $this->source = $this->variables[self::TRIGGER_SOURCE] ?? null;
        $this->context = [
            'memory_limit_in_mb' => $load->memoryLimitMb,
            'time_limit_in_ms' => $load->timeLimitMs,
            'request_id' => '',
            'environment' => '',
            'environ' => '',
            'function_version' => $load->functionVersion,
            'function_name' => $load->functionName,
            'namespace' => $load->namespace,
            'tencentcloud_region' => $load->region ?? '',
            'tencentcloud_appid' => $load->appId ?? '',
            'tencentcloud_uin' => $load->uin ?? '',
        ];
        $this->show($this->variables);
    }

    public function context(string $requestId, string $traceparent, string $source): \stdClass
    {
        $source = $source !== '' ? $source : $this->variables[self::TRIGGER_SOURCE] ?? null;
        if ($source !== $this->source) {
            $this->trigger($source);
        }
        $context = $this->context;
        $context['request_id'] = $requestId;
        if ($traceparent !== '') {
            $context['traceparent'] = $traceparent;
        }
        return (object) $context;
    }

    private function trigger(?string $source): void
    {
        $this->source = $source;
        if ($source === null) {
            putenv(self::TRIGGER_SOURCE);
            unset($_ENV[self::TRIGGER_SOURCE], $_SERVER[self::TRIGGER_SOURCE]);
            $this->show($this->variables);
        } else {
            putenv(self::TRIGGER_SOURCE . "=$source");
            $_ENV[self::TRIGGER_SOURCE] = $_SERVER[self::TRIGGER_SOURCE] = $source;
            $this->show(array_merge($this->variables, [self::TRIGGER_SOURCE => $source]));
        }
    }

    private function show(array $variables): void
    {
        $pairs = [];
        foreach ($variables as $key => $value) {
            $pairs[] = "$key=$value";
        }
        $this->context['environment'] = json_encode((object) $variables, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
        $this->context['environ'] = implode(';', $pairs);
    }
}
