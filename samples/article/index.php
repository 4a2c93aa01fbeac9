<?php

require __DIR__ . '/Markdown.php';

/** Event: {"article"?: file of the package, "markdown"?: text instead, "wordsPerMinute"?: 220 unless given}. */
function main_handler($event, $context)
{
    $markdown = $event->markdown ?? article($event->article ?? 'bridges.md');
    $page = new Markdown($markdown);
    $words = str_word_count(strip_tags($page->html));
    $minutes = (int) ceil($words / max(1, $event->wordsPerMinute ?? 220));
    echo "{$words} words, " . count($page->headings) . " headings\n";
    $title = $page->headings[0] ?? 'Untitled';
    $reading = $minutes === 1 ? '1 minute' : "$minutes minutes";
    return [
        'summary' => "$title: $words words, $reading",
        'title' => $title,
        'headings' => count($page->headings),
        'words' => $words,
        'reading' => $reading,
        'bytes' => strlen($page->html),
        'html' => $page->html,
    ];
}

function article(string $name): string
{
    $file = __DIR__ . '/' . basename($name);
    if (!str_ends_with($name, '.md') || !is_file($file)) {
        throw new InvalidArgumentException("there is no article $name in the package");
    }
    return file_get_contents($file);
}
