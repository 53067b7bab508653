using System.Text.Json.Nodes;

namespace Pff.Compiler.Schemas;

/// <summary>
/// The JSON Schema of catalogues, for editors: which keys may stand where, and how their values are written. Whether an
/// operation exists or a type is one, only the compiler knows.
/// </summary>
public static class CatalogueSchema
{
    public static JsonObject Build()
    {
        var schema = JsonNode.Parse(Text)!.AsObject();
        schema.Insert(0, "$schema", SchemaText.Draft);
        return schema;
    }

    private const string Text = """
        {
          "title": "PFF catalogue",
          "description": "Where an API is, how to behave towards it, and which of its operations manifests may call.",
          "type": "object",
          "required": ["api"],
          "additionalProperties": false,
          "properties": {
            "api": { "$ref": "#/$defs/name", "description": "The API's name; crm.get_customer in a manifest tells it from another API's method." },
            "openapi": { "type": "string", "minLength": 1, "not": { "pattern": "://" }, "description": "An OpenAPI document, relative to the catalogue; nothing is fetched." },
            "hosts": { "$ref": "#/$defs/texts", "description": "Base addresses in order of preference; others take over where one fails." },
            "auth": { "$ref": "#/$defs/auth", "description": "How requests say who sends them." },
            "limits": { "$ref": "#/$defs/limits", "description": "Limits for each host." },
            "http": { "$ref": "#/$defs/http", "description": "The version of HTTP, and how connections are kept." },
            "tls": { "$ref": "#/$defs/tls", "description": "What is asked of an encrypted connection." },
            "timeouts": { "$ref": "#/$defs/timeouts", "description": "How long a call may take." },
            "retry": { "$ref": "#/$defs/retry", "description": "How often a request is sent again." },
            "breaker": { "$ref": "#/$defs/breaker", "description": "When a host that fails is left alone." },
            "outliers": { "$ref": "#/$defs/outliers", "description": "When a host is left alone because the others do better." },
            "hedge": { "$ref": "#/$defs/hedge", "description": "When a read without an answer is sent once more." },
            "cache": { "$ref": "#/$defs/cache", "description": "How long answers of reads are kept." },
            "journal": { "$ref": "#/$defs/journal", "description": "Whether journals of runs are encrypted." },
            "import": {
              "anyOf": [{ "const": "all" }, { "$ref": "#/$defs/texts" }],
              "description": "Operations of the document, added to those under 'methods': all, or a list."
            },
            "types": {
              "type": "object", "propertyNames": { "$ref": "#/$defs/name" }, "additionalProperties": { "$ref": "#/$defs/type" },
              "description": "Named types for methods by hand."
            },
            "overrides": { "type": "array", "items": { "$ref": "#/$defs/override" }, "description": "Corrections of the document, each with its reason." },
            "methods": {
              "type": "object", "propertyNames": { "minLength": 1 }, "additionalProperties": { "$ref": "#/$defs/method" },
              "description": "Methods by name: an operationId, or a mapping."
            }
          },
          "$defs": {
            "name": { "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_-]{0,99}$" },
            "scalar": { "type": ["string", "number", "boolean"] },
            "texts": { "anyOf": [{ "$ref": "#/$defs/scalar" }, { "type": "array", "items": { "$ref": "#/$defs/scalar" } }] },
            "duration": {
              "anyOf": [{ "const": 0 }, { "type": "string", "pattern": "^(0|([0-9]+(\\.[0-9]+)?(ms|s|m|h|d))+)$" }],
              "description": "250ms, 5s, 1m30s, 1h, 1d; 0 for none."
            },
            "size": {
              "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)? *(B|kB|KB|MB|GB|KiB|MiB|GiB)?$" }],
              "description": "4096, 64KiB, 16MB."
            },
            "percentage": { "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?%$" },
            "ratio": { "anyOf": [{ "type": "number", "minimum": 0, "maximum": 1 }, { "$ref": "#/$defs/percentage" }] },
            "header": { "type": "string", "pattern": "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$" },
            "secret": {
              "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
              "properties": {
                "env": { "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]{0,99}$", "description": "The environment variable that has it when a run starts." },
                "file": { "type": "string", "minLength": 1, "description": "The file that has it when a run starts." }
              }
            },
            "auth": {
              "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
              "properties": {
                "bearer": { "$ref": "#/$defs/secret" },
                "basic": {
                  "type": "object", "required": ["user", "password"], "additionalProperties": false,
                  "properties": { "user": { "$ref": "#/$defs/secret" }, "password": { "$ref": "#/$defs/secret" } }
                },
                "api_key": {
                  "type": "object", "minProperties": 2, "maxProperties": 2, "additionalProperties": false,
                  "oneOf": [{ "required": ["header"] }, { "required": ["query"] }],
                  "properties": {
                    "header": { "$ref": "#/$defs/header" }, "query": { "type": "string", "minLength": 1 },
                    "env": { "$ref": "#/$defs/secret/properties/env" }, "file": { "$ref": "#/$defs/secret/properties/file" }
                  }
                },
                "oauth2": {
                  "type": "object", "required": ["token_url", "client_id"], "additionalProperties": false,
                  "anyOf": [{ "required": ["client_secret"] }, { "required": ["client_certificate"], "properties": { "client_certificate": { "const": true } } }],
                  "properties": {
                    "token_url": { "type": "string", "pattern": "^https?://" },
                    "client_id": { "$ref": "#/$defs/secret" }, "client_secret": { "$ref": "#/$defs/secret" }, "scopes": { "$ref": "#/$defs/texts" },
                    "client_certificate": { "type": "boolean", "description": "Whether the token endpoint is shown the client certificate of 'tls' too." }
                  }
                }
              }
            },
            "limits": {
              "type": "object", "additionalProperties": false,
              "properties": {
                "concurrency": { "type": "integer", "minimum": 0, "maximum": 1000000 },
                "adaptive": { "type": "boolean" },
                "requests_per_second": { "type": "integer", "minimum": 0, "maximum": 1000000 },
                "response_size": { "$ref": "#/$defs/size" }
              }
            },
            "httpVersion": { "enum": [1.1, 2, "1.1", "2"], "description": "2 where the host offers it within TLS, else 1.1." },
            "http": {
              "anyOf": [
                { "$ref": "#/$defs/httpVersion" },
                {
                  "type": "object", "additionalProperties": false,
                  "properties": {
                    "version": { "$ref": "#/$defs/httpVersion" },
                    "connections": { "type": "integer", "minimum": 0, "maximum": 1000000, "description": "To each host; 0 for no limit." },
                    "lifetime": { "$ref": "#/$defs/duration", "description": "A connection this old is not used again." },
                    "idle": { "$ref": "#/$defs/duration", "description": "A connection of no use for so long is closed." }
                  }
                }
              ]
            },
            "tls": {
              "type": "object", "additionalProperties": false,
              "properties": {
                "minimum": { "enum": [1.2, 1.3, "1.2", "1.3"] },
                "ca": { "type": "string", "minLength": 1, "description": "A PEM file with the authorities that alone are trusted." },
                "client_certificate": { "$ref": "#/$defs/clientCertificate" }
              }
            },
            "clientCertificate": {
              "description": "The certificate that the hosts are shown to prove who asks: a PEM or PKCS#12 file.",
              "anyOf": [
                { "$ref": "#/$defs/certificateFile" },
                {
                  "type": "object", "required": ["file"], "additionalProperties": false,
                  "properties": {
                    "file": { "$ref": "#/$defs/certificateFile" },
                    "key": { "$ref": "#/$defs/secret", "description": "The private key in PEM form, where it is not in the file." },
                    "password": { "$ref": "#/$defs/secret", "description": "Of the private key or the PKCS#12 file." }
                  }
                }
              ]
            },
            "certificateFile": { "type": "string", "minLength": 1, "not": { "pattern": "-----BEGIN" }, "description": "Relative to the manifest; read when a run starts." },
            "timeouts": {
              "type": "object", "additionalProperties": false,
              "properties": { "attempt": { "$ref": "#/$defs/duration" }, "total": { "$ref": "#/$defs/duration" } }
            },
            "retry": {
              "type": "object", "additionalProperties": false,
              "properties": {
                "times": { "type": "integer", "minimum": 0, "maximum": 100, "description": "How often after the first time." },
                "first_delay": { "$ref": "#/$defs/duration" }, "longest_delay": { "$ref": "#/$defs/duration" },
                "budget": { "$ref": "#/$defs/percentage", "description": "Retries for each 100 requests." }
              }
            },
            "breaker": {
              "type": "object", "additionalProperties": false,
              "properties": {
                "failure_ratio": { "$ref": "#/$defs/ratio", "description": "0 switches it off." },
                "minimum_calls": { "type": "integer", "minimum": 2, "maximum": 1000000 },
                "window": { "$ref": "#/$defs/duration" }, "pause": { "$ref": "#/$defs/duration" }
              }
            },
            "outliers": {
              "type": "object", "additionalProperties": false,
              "properties": {
                "worse_by": { "$ref": "#/$defs/ratio", "description": "How much larger than at the other hosts the share of failures must be; 0 switches it off." },
                "minimum_calls": { "type": "integer", "minimum": 2, "maximum": 1000000 },
                "window": { "$ref": "#/$defs/duration" }, "pause": { "$ref": "#/$defs/duration" }, "longest_pause": { "$ref": "#/$defs/duration" },
                "most": { "$ref": "#/$defs/ratio", "description": "The share of the hosts that may be out at a time." }
              }
            },
            "hedge": {
              "type": "object", "required": ["after"], "additionalProperties": false,
              "properties": { "after": { "$ref": "#/$defs/duration", "description": "From when the first request was sent; 0 for never." } }
            },
            "cache": {
              "type": "object", "additionalProperties": false,
              "properties": {
                "time_to_live": { "$ref": "#/$defs/duration", "description": "How long in memory." },
                "coalesce": { "type": "boolean", "description": "Whether identical reads in flight are sent once." },
                "disk": { "$ref": "#/$defs/duration", "description": "How long on disk, for other runs." },
                "size": { "$ref": "#/$defs/size", "description": "The most that the API's answers take on disk." },
                "personal": { "type": "boolean", "description": "Whether answers or arguments may be about people; those are on disk only encrypted." },
                "encrypted": { "$ref": "#/$defs/secret", "description": "The key for what is on disk." }
              }
            },
            "method_cache": {
              "type": "object", "additionalProperties": false,
              "properties": {
                "time_to_live": { "$ref": "#/$defs/cache/properties/time_to_live" },
                "coalesce": { "$ref": "#/$defs/cache/properties/coalesce" },
                "disk": { "$ref": "#/$defs/cache/properties/disk" },
                "personal": { "$ref": "#/$defs/cache/properties/personal" },
                "encrypted": { "$ref": "#/$defs/secret" },
                "by": { "$ref": "#/$defs/texts", "description": "The arguments that make two reads the same; the others are promised not to matter." },
                "invalidated_by": { "$ref": "#/$defs/texts", "description": "The writes that drop the answers with the same arguments." }
              }
            },
            "journal": {
              "type": "object", "additionalProperties": false,
              "properties": {
                "personal": { "type": "boolean", "description": "Whether what is asked or answered is about people." },
                "encrypted": { "$ref": "#/$defs/secret", "description": "The key for journals." }
              }
            },
            "type": {
              "anyOf": [
                { "type": "string", "minLength": 1 },
                { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/scalar" } },
                { "type": "object", "additionalProperties": { "$ref": "#/$defs/type" } }
              ],
              "description": "A type by name, a list of enum values, or a mapping of fields; name? may be absent."
            },
            "override": {
              "type": "object", "required": ["at", "because"], "minProperties": 3, "additionalProperties": false,
              "properties": {
                "at": { "type": "string", "minLength": 1, "description": "The place: a schema's or a method's, and fields from there." },
                "because": { "type": "string", "minLength": 1, "description": "The reason." },
                "optional": { "type": "boolean" }, "nullable": { "type": "boolean" }, "open": { "type": "boolean" }, "secret": { "type": "boolean" },
                "type": { "$ref": "#/$defs/type" }, "add": { "$ref": "#/$defs/type" }, "values": { "$ref": "#/$defs/texts" },
                "format": { "enum": ["date-time", "date", "uuid", "email", "ipv4", "ipv6", "password", "decimal", "int32", "int64", "float", "double", "none"] },
                "max_items": { "type": "integer", "minimum": 0 }
              },
              "if": { "required": ["add"] },
              "then": { "not": { "anyOf": [
                { "required": ["type"] }, { "required": ["nullable"] }, { "required": ["values"] }, { "required": ["open"] }, { "required": ["format"] },
                { "required": ["secret"] }, { "required": ["max_items"] }
              ] } }
            },
            "values": { "type": "object", "description": "Arguments by name; expressions in {{ }}." },
            "condition": { "type": ["string", "boolean"], "description": "One expression in {{ }}." },
            "method": {
              "anyOf": [
                { "type": "null" },
                { "type": "string", "minLength": 1 },
                {
                  "type": "object", "additionalProperties": false,
                  "not": { "required": ["operation", "request"] },
                  "if": { "not": { "required": ["request"] } },
                  "then": { "properties": { "parameters": false, "body": false, "headers": false, "returns": false } },
                  "else": { "properties": { "rename": false } },
                  "properties": {
                    "operation": { "type": "string", "minLength": 1, "description": "The document's operationId." },
                    "rename": { "type": "object", "additionalProperties": { "type": "string", "minLength": 1 }, "description": "Other names for its parameters." },
                    "request": {
                      "type": "string", "pattern": "^ *(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) +/[^ #\\\\]* *$",
                      "description": "An HTTP method and a path with {parameters}, where no document declares it."
                    },
                    "parameters": {
                      "type": "object", "additionalProperties": { "anyOf": [{ "$ref": "#/$defs/parameter" }, { "$ref": "#/$defs/type" }] },
                      "description": "Of a method by hand; name? may be left out."
                    },
                    "body": { "$ref": "#/$defs/type" },
                    "headers": { "type": "object", "propertyNames": { "$ref": "#/$defs/header" }, "additionalProperties": { "$ref": "#/$defs/scalar" } },
                    "returns": { "$ref": "#/$defs/type" },
                    "effect": { "enum": ["read", "write", "irreversible"] },
                    "idempotent": {
                      "anyOf": [
                        { "type": "boolean" },
                        { "type": "object", "required": ["header"], "additionalProperties": false, "properties": { "header": { "$ref": "#/$defs/header" } } }
                      ],
                      "description": "The server has the effect of one key once, so that the write may be repeated."
                    },
                    "undo": {
                      "type": "object", "required": ["method"], "additionalProperties": false,
                      "properties": { "method": { "type": "string" }, "args": { "$ref": "#/$defs/values" } },
                      "description": "The method that takes a write back."
                    },
                    "settled_by": {
                      "type": "object", "required": ["method", "when"], "additionalProperties": false,
                      "properties": {
                        "method": { "type": "string" }, "args": { "$ref": "#/$defs/values" },
                        "when": { "$ref": "#/$defs/condition" }, "within": { "$ref": "#/$defs/duration" }
                      },
                      "description": "The read that tells whether a write took effect whose answer was lost."
                    },
                    "timeouts": { "$ref": "#/$defs/timeouts" },
                    "retry": { "$ref": "#/$defs/retry" },
                    "hedge": { "$ref": "#/$defs/hedge" },
                    "cache": { "$ref": "#/$defs/method_cache" },
                    "journal": { "$ref": "#/$defs/journal" },
                    "description": { "$ref": "#/$defs/scalar" }
                  }
                }
              ]
            },
            "parameter": {
              "type": "object", "additionalProperties": false,
              "properties": {
                "type": { "$ref": "#/$defs/type" }, "in": { "enum": ["path", "query", "header", "body"] }, "name": { "type": "string", "minLength": 1 },
                "required": { "type": "boolean" }, "explode": { "type": "boolean" }
              }
            }
          }
        }
        """;
}
