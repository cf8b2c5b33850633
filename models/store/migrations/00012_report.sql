-- +goose Up
-- The last delivered of one type.
CREATE INDEX requests_delivered_by_type ON requests (type_key, closed_at DESC, id DESC) WHERE state = 'delivered';
