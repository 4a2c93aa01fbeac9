<?php

/** Renders the Markdown of everyday articles. What comes from the text is escaped. */
final class Markdown
{
    public readonly string $html;

    /** @var string[] In their order, as plain text. */
    public array $headings = [];

    public function __construct(string $text)
    {
        $blocks = preg_split('/\n\s*\n/', trim(str_replace("\r", '', $text)), -1, PREG_SPLIT_NO_EMPTY);
        $this->html = implode("\n", array_map($this->block(...), $blocks));
    }

    private function block(string $block): string
    {
        if (preg_match('/^(#{1,6}) +([^\n]+)$/', $block, $heading)) {
            $this->headings[] = trim($heading[2], ' #');
            $level = strlen($heading[1]);
            $id = trim(preg_replace('/[^a-z0-9]+/', '-', strtolower($heading[2])), '-');
            return "<h$level id=\"$id\">{$this->inline($heading[2])}</h$level>";
        }
        if (preg_match('/^(    [^\n]*(\n|$))+$/', $block)) {
            return '<pre><code>' . htmlspecialchars(preg_replace('/^    /m', '', $block)) . '</code></pre>';
        }
        if (str_starts_with($block, '> ')) {
            return "<blockquote>{$this->inline(preg_replace('/^> ?/m', '', $block))}</blockquote>";
        }
        if (preg_match('/^[-*] /', $block)) {
            return $this->items('ul', preg_split('/^[-*] +/m', $block, -1, PREG_SPLIT_NO_EMPTY));
        }
        if (preg_match('/^\d+\. /', $block)) {
            return $this->items('ol', preg_split('/^\d+\. +/m', $block, -1, PREG_SPLIT_NO_EMPTY));
        }
        return "<p>{$this->inline($block)}</p>";
    }

    private function items(string $tag, array $items): string
    {
        return "<$tag>" . implode('', array_map(fn ($item) => "<li>{$this->inline(trim($item))}</li>", $items)) . "</$tag>";
    }

    private function inline(string $text): string
    {
        $html = htmlspecialchars(trim($text, " #\n"));
        // Code first: nothing in it means anything else.
        $parts = preg_split('/`([^`]+)`/', $html, -1, PREG_SPLIT_DELIM_CAPTURE);
        foreach ($parts as $index => $part) {
            $parts[$index] = $index % 2 === 1 ? "<code>$part</code>" : preg_replace(
                ['/\*\*([^*]+)\*\*/', '/\*([^*]+)\*/', '/\[([^\]]+)\]\((https?:[^)\s]+)\)/'],
                ['<strong>$1</strong>', '<em>$1</em>', '<a href="$2">$1</a>'],
                $part
            );
        }
        return implode('', $parts);
    }
}
