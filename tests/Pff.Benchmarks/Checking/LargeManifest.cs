using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pff.Benchmarks.Checking;

/// <summary>
/// A manifest as large as nobody should write and somebody will: many sequences over three telecom documents, each with
/// calls, conditions, loops, handlers and calls of other sequences. The names differ, so that no two texts are the same.
/// </summary>
internal static partial class LargeManifest
{
    public const string Path = "manifest.yaml";

    public const string ModulePath = "customers.pff";

    /// <summary>The documents that the manifest calls, by the names of their APIs.</summary>
    public static ImmutableArray<(string Api, string Document)> Documents { get; } =
        [("customers", "customer-management.json"), ("products", "product-inventory.json"), ("orders", "product-ordering-management.json")];

    /// <summary>A manifest of at least so many lines.</summary>
    public static string Write(int lines)
    {
        var text = new StringBuilder(Head);
        for (var number = 0; CountLines(text) < lines; number++)
        {
            text.Append(string.Format(CultureInfo.InvariantCulture, Bodies[number % Bodies.Length], number, number - (number % Bodies.Length)));
        }

        return text.ToString();
    }

    /// <summary>The same manifest with conditions in a module, and the module: one function for all groups, and one for each.</summary>
    public static (string Manifest, string Module) WriteWithModule(int lines)
    {
        var module = new StringBuilder("language 1\n\nuse api customers\n\nfn is_closed(c: Customer) -> bool = (c?.status ?? \"\") == \"closed\"\n");
        var uses = string.Join(", ", Documents.Select(d => $"apis/{d.Api}.yaml").Prepend(ModulePath));
        var manifest = ClosedCustomer().Replace(Write(lines), found =>
        {
            var number = found.Groups[1].Value;
            module.Append(CultureInfo.InvariantCulture, $"fn has_parties_{number}(c: Customer) -> bool = len(c?.relatedParty ?? []) > {number}\n");
            return $"is_closed(customer_{number}) && has_parties_{number}(customer_{number})";
        });
        return (manifest.Replace("\ninputs:\n", $"\nuses: [{uses}]\ninputs:\n", StringComparison.Ordinal), module.ToString());
    }

    public static string Catalogue(string api, string document) => $"""
        api: {api}
        openapi: {document}
        hosts: https://{api}.example.com/v4
        limits: {"{"} concurrency: 20 {"}"}
        import: all

        """;

    private static int CountLines(StringBuilder text)
    {
        var count = 0;
        foreach (var chunk in text.GetChunks())
        {
            count += chunk.Span.Count('\n');
        }

        return count;
    }

    private const string Head = """
        version: "1.0"
        metadata:
          name: "A year of corrections"
        inputs:
          customer_id: { type: text, matching: "[A-Z0-9]{4,20}" }
          product_id: text
          order_id: { type: text, required: false }
          due: { type: timestamp, column: "Vencimento" }
          limit: { type: int, default: "10" }
        sequences:

        """;

    /// <summary>Of each, <c>{0}</c> is the number of the sequence and <c>{1}</c> that of the first sequence of its group.</summary>
    private static readonly ImmutableArray<string> Bodies =
    [
        """
          # Terminates products of customer group {0} that ended before the due date.
          terminate_products_{0}:
            - method: retrieveCustomer
              args: {{ id: "{{{{customer_id}}}}" }}
              save_as: customer_{0}
            - when: "{{{{(customer_{0}?.status ?? '') == 'closed' && len(customer_{0}?.relatedParty ?? []) > {0}}}}}"
              skip: "customer {{{{customer_id}}}} of group {0} is closed"
            - method: listProduct
              args:
                fields: "id,status,startDate"
                limit: "{{{{limit}}}}"
              save_as: products_{0}
            - for_each: "{{{{products_{0}}}}}"
              as: product
              at_most: 50
              steps:
                - let:
                    label: "product {{{{product?.name ?? '?'}}}} of {{{{customer_id}}}}"
                    ended: "{{{{(product?.terminationDate ?? due) < due - duration('{0}h')}}}}"
                - when: "{{{{ended && !(product?.isBundle ?? false)}}}}"
                  method: patchProduct
                  args:
                    id: "{{{{product?.id ?? product_id}}}}"
                    description: "{{{{label}}}} ended, group {0}"
                    status: terminated
                  on_error:
                    http_404:
                      skip: "{{{{label}}}} is gone"
            - return:
                customer: "{{{{customer_{0}?.name ?? 'unknown'}}}}"
                count: "{{{{len(products_{0})}}}}"

        """,
        """
          review_order_{0}:
            description: Looks through the items of an order and completes what is missing.
            steps:
              - method: retrieveProductOrder
                args: {{ id: "{{{{order_id ?? 'none-{0}'}}}}" }}
                save_as: order
              - let: {{ items: "{{{{order.productOrderItem.filter(i, i.action != 'delete')}}}}" }}
              - assert: "{{{{len(items) <= {0} + 100}}}}"
                code: TOO_MANY_ITEMS
                message: "order {{{{order?.id ?? '-'}}}} has {{{{len(items)}}}} items"
              - for_each: "{{{{items}}}}"
                as: item
                index_as: position
                at_most: 100
                steps:
                  - when: "{{{{item.action == 'modify' && (item?.quantity ?? 1) > 1}}}}"
                    let:
                      amount: "{{{{(item?.quantity ?? 1) * 2 + position}}}}"
                  - when: "{{{{item.id.startsWith('X{0}')}}}}"
                    fail: "item {{{{item.id}}}} cannot be corrected"
              - return: {{ reviewed: "{{{{len(items)}}}}", state: "{{{{order?.category ?? ''}}}}" }}
            on_error:
              TOO_MANY_ITEMS:
                - return: {{ reviewed: 0, state: "refused {{{{error.code}}}}" }}
              http_404:
                skip: "no order, group {0}"

        """,
        """
          correct_customer_{0}:
            - method: retrieveCustomer
              args: {{ id: "{{{{customer_id}}}}" }}
              save_as: customer
            - call: terminate_products_{1}
              args: {{ product_id: "{{{{product_id}}}}" }}
              save_as: ended
            - when: "{{{{ended.count > {0}}}}}"
              method: patchCustomer
              args:
                id: "{{{{customer?.id ?? customer_id}}}}"
                engagedParty: "{{{{customer.engagedParty}}}}"
                status: "corrected"
                statusReason: "{{{{ended.count}}}} products of group {0} ended by {{{{string(due)}}}}"
              else:
                - method: listProductOrder
                  args: {{ fields: "id,state" }}
                  save_as: open
                - let: {{ waiting: "{{{{open.map(o, o?.id ?? '').filter(id, id != '')}}}}" }}
                - when: "{{{{size(waiting) == 0}}}}"
                  skip: "nothing to do for {{{{customer_id}}}} in group {0}"
              on_error:
                http_409:
                  - fail: "somebody else changes {{{{customer_id}}}}"
            - return: {{ corrected: true, ended: "{{{{ended.count}}}}" }}

        """,
    ];

    [GeneratedRegex(@"\(customer_(\d+)\?\.status \?\? ''\) == 'closed' && len\(customer_\d+\?\.relatedParty \?\? \[\]\) > \d+")]
    private static partial Regex ClosedCustomer();
}
