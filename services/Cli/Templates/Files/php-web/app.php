<?php

// The platform sends every request to port 9000 as it is.
header('content-type: application/json');
echo json_encode(['message' => 'Hello, web!', 'path' => $_SERVER['REQUEST_URI']]);
