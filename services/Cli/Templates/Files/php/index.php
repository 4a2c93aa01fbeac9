<?php

function main_handler($event, $context)
{
    echo 'event ', json_encode($event), "\n";
    return ['message' => 'Hello, ' . ($event->name ?? 'world') . '!', 'requestId' => $context->request_id];
}
