'use strict';

exports.main_handler = async (event) => event;
