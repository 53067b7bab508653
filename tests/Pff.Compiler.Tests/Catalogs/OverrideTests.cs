using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Core.Diagnostics;
using Pff.Core.Types;

namespace Pff.Compiler.Tests.Catalogs;

/// <summary>What a catalogue says otherwise than the API's document.</summary>
public sealed class OverrideTests
{
    private const string Document = """
        {
          "openapi": "3.0.3", "info": { "title": "crm", "version": "1" },
          "paths": {
            "/customers/{id}": {
              "get": {
                "operationId": "getCustomer",
                "parameters": [
                  { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
                  { "name": "key", "in": "query", "required": true, "schema": { "type": "string" } }
                ],
                "responses": { "200": { "description": "ok", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Customer" } } } } }
              }
            },
            "/orders": {
              "get": {
                "operationId": "listOrders",
                "responses": { "200": { "description": "ok", "content": { "application/json": { "schema": {
                  "type": "array", "items": { "$ref": "#/components/schemas/Order" } } } } } }
              }
            }
          },
          "components": { "schemas": {
            "Order": { "type": "object", "properties": { "customer": { "$ref": "#/components/schemas/Customer" } } },
            "Customer": { "type": "object", "required": ["id"], "properties": {
              "id": { "type": "string" },
              "status": { "type": "string" },
              "level": { "type": "string", "enum": ["A", "B"] },
              "due": { "type": "number" },
              "note": { "type": "string", "nullable": true },
              "parent": { "$ref": "#/components/schemas/Customer" },
              "contracts": { "type": "array", "items": { "type": "object", "properties": { "id": { "type": "string" } } } }
            } }
          } }
        }
        """;

    [Theory]
    [InlineData("at: Customer.status, optional: false", "status", "text", true)]
    [InlineData("at: Customer.id, optional: true", "id", "text", false)]
    [InlineData("at: Customer.note, nullable: false", "note", "text", false)]
    [InlineData("at: Customer.status, nullable: true", "status", "text?", false)]
    [InlineData("at: Customer.status, type: timestamp", "status", "timestamp", false)]
    [InlineData("at: Customer.note, type: int", "note", "int?", false)]
    [InlineData("at: Customer.status, type: list<Order>", "status", "list<Order>", false)]
    [InlineData("at: Customer.due, format: decimal", "due", "decimal", false)]
    [InlineData("at: Customer.status, secret: true", "status", "secret text", false)]
    [InlineData("at: Customer.segment, add: text", "segment", "text", false)]
    [InlineData("at: Customer.segment, add: text, optional: false", "segment", "text", true)]
    [InlineData("at: Customer.status, values: [On, Off]", "status", "Customer.status", false)]
    public void A_field_is_what_the_override_says(string text, string field, string type, bool isRequired)
    {
        var customer = (ObjectType)Load(text).Methods.Single(m => m.Name == "getCustomer").Result;
        Assert.Equal(type, customer.Find(field)!.Type.ToString());
        Assert.Equal(isRequired, customer.Find(field)!.IsRequired);
    }

    [Fact]
    public void A_schema_is_corrected_wherever_it_is_used()
    {
        var orders = (ListType)Load("at: Customer.status, optional: false").Methods.Single(m => m.Name == "listOrders").Result;
        var customer = (ObjectType)((ObjectType)orders.Element).Find("customer")!.Type;
        Assert.True(customer.Find("status")!.IsRequired);
        Assert.True(((ObjectType)customer.Find("parent")!.Type).Find("status")!.IsRequired);
    }

    [Fact]
    public void One_result_is_corrected_alone()
    {
        var catalogue = Load("at: \"getCustomer.result.contracts[].id\", optional: false");
        var customer = (ObjectType)catalogue.Methods.Single(m => m.Name == "getCustomer").Result;
        Assert.True(((ObjectType)((ListType)customer.Find("contracts")!.Type).Element).Find("id")!.IsRequired);
        var orders = (ListType)catalogue.Methods.Single(m => m.Name == "listOrders").Result;
        var other = (ObjectType)((ObjectType)orders.Element).Find("customer")!.Type;
        Assert.False(((ObjectType)((ListType)other.Find("contracts")!.Type).Element).Find("id")!.IsRequired);
    }

    [Fact]
    public void An_argument_is_corrected_in_the_plan_too()
    {
        var method = Load("at: getCustomer.args.key, optional: true, secret: true").Methods.Single(m => m.Name == "getCustomer");
        Assert.Equal("secret text", method.FindParameter("key")!.Type.ToString());
        Assert.False(method.FindParameter("key")!.IsRequired);
        var descriptor = method.Descriptor.Parameters.Single(p => p.Name == "key");
        Assert.True(descriptor.IsSecret);
        Assert.False(descriptor.IsRequired);
    }

    [Fact]
    public void A_list_gets_a_bound_and_an_enum_is_closed()
    {
        var customer = (ObjectType)Load("at: Customer.contracts, max_items: 5", "at: Customer.level, open: false, values: [A, B, C]").Methods[0].Result;
        Assert.Equal(5, ((ListType)customer.Find("contracts")!.Type).MaximumCount);
        var level = (EnumType)customer.Find("level")!.Type;
        Assert.False(level.IsOpen);
        Assert.Equal(["A", "B", "C"], level.Values);
    }

    [Theory]
    [InlineData("at: Customer.status, optional: true", "PFF1562 'optional'")]
    [InlineData("at: Customer.level, values: [B, A]", "PFF1562 'values'")]
    [InlineData("at: Customer.note, nullable: true", "PFF1562 'nullable'")]
    [InlineData("at: Customer.status, type: text", "PFF1562 'type'")]
    [InlineData("at: Customer.due, format: double", "PFF1562 'format'")]
    [InlineData("at: Customer.status, add: text", "PFF1562 'add'")]
    [InlineData("at: Customer.status, format: none", "PFF1562 'format'")]
    [InlineData("at: getCustomer.args.key, optional: false", "PFF1562 'optional'")]
    [InlineData("at: Custmer.status, optional: false", "PFF1561 'Custmer'")]
    [InlineData("at: Customer.statu, optional: false", "PFF1561 'statu'")]
    [InlineData("at: Customer.contracts.id, optional: false", "PFF1561 'id'")]
    [InlineData("at: \"Customer.contracts[].idd\", optional: false", "PFF1561 'idd'")]
    [InlineData("at: getCustmer.result.id, optional: true", "PFF1561 'getCustmer'")]
    [InlineData("at: getCustomer.args.kee, optional: true", "PFF1561 'kee'")]
    [InlineData("at: Customer.status, max_items: 3", "PFF1563 'max_items'")]
    [InlineData("at: Customer, optional: true", "PFF1563 'optional'")]
    [InlineData("at: Customer.status.more, add: text", "PFF1563 'add'")]
    [InlineData("at: getCustomer.args.more, add: text", "PFF1563 'add'")]
    [InlineData("at: Customer.status, format: decimal", "PFF1563 'format'")]
    [InlineData("at: \"Customer..status\", optional: false", "PFF1565 '.'")]
    [InlineData("at: \"Customer.contracts[0].id\", optional: false", "PFF1565 '['")]
    [InlineData("at: \"Customer.\", optional: false", "PFF1565 ''")]
    [InlineData("at: \"[].id\", optional: false", "PFF1565 '['")]
    [InlineData("at: 'Customer[\"status\"]', optional: true", "PFF1562 'optional'")]
    [InlineData("at: Customer.status, add: text, nullable: true", "PFF1513 'nullable'; PFF1562 'add'")]
    public void What_is_stale_or_nowhere_is_an_error(string text, string expected)
    {
        var (_, diagnostics) = Read(text);
        Assert.Equal(expected, string.Join("; ", diagnostics.Select(d => $"{d.Code} '{d.Source.GetText(d.Span)}'").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_stale_override_is_removed_by_its_fix()
    {
        const string catalogue = "api: crm\nhosts: https://crm\nopenapi: crm.json\noverrides:\n  - at: Customer.id\n    optional: false\n    because: x\n  - at: Customer.status\n    optional: false\n    because: y\n";
        var bag = new DiagnosticBag();
        CatalogueLoader.Load("apis/crm.yaml", new MemoryFiles().With("apis/crm.json", Document).With("apis/crm.yaml", catalogue), null, bag);
        var edit = Assert.Single(Assert.Single(bag.ToSorted()).Fix!.Edits);
        Assert.Equal(
            "api: crm\nhosts: https://crm\nopenapi: crm.json\noverrides:\n  - at: Customer.status\n    optional: false\n    because: y\n",
            catalogue.Remove(edit.Span.Start, edit.Span.Length).Insert(edit.Span.Start, edit.NewText));
    }

    private static ApiCatalogue Load(params string[] overrides)
    {
        var (catalogue, diagnostics) = Read(overrides);
        Assert.Empty(diagnostics.Select(d => $"{d.Code} {d.Message}"));
        return catalogue;
    }

    private static (ApiCatalogue Catalogue, ImmutableArray<Diagnostic> Diagnostics) Read(params string[] overrides)
    {
        var items = string.Concat(overrides.Select(o => $"  - {{ {o}, because: \"seen\" }}\n"));
        var files = new MemoryFiles()
            .With("apis/crm.json", Document)
            .With("apis/crm.yaml", "api: crm\nhosts: https://crm.example.com\nopenapi: crm.json\noverrides:\n" + items);
        var bag = new DiagnosticBag();
        return (CatalogueLoader.Load("apis/crm.yaml", files, null, bag)!, bag.ToSorted());
    }
}
