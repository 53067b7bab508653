using System.Globalization;
using System.Text;

namespace Pff.Specs.Examples;

/// <summary>A row of the example's tables. <see cref="IsNumber"/>: the workbook holds the number as a number, not a text.</summary>
internal sealed record CustomerRow(string Msisdn, string Name, string Reason, bool IsNumber);

/// <summary>
/// The 1,000 customers of <c>examples/contract-fix</c>, always the same ones. Of them 20 are nobody's number at the
/// mock, 10 are no numbers at all, and 300 have a contract to fix.
/// </summary>
internal static class CustomerTable
{
    public const int RowCount = 1000;

    public static readonly string[] Header = ["msisdn", "name", "reason"];

    private static readonly string[] FirstNames =
    [
        "Ana", "Bruno", "Camila", "Daniel", "Elaine", "Fábio", "Gabriela", "Heitor", "Inês", "João", "Karina", "Luís", "Márcia",
        "Natália", "Otávio", "Patrícia", "Rafael", "Sônia", "Tiago", "Vitória",
    ];

    private static readonly string[] LastNames =
    [
        "Almeida", "Barbosa", "Carvalho", "Dias", "Esteves", "Ferreira", "Gonçalves", "Henriques", "Leão", "Magalhães", "Nascimento",
        "Oliveira", "Pereira", "Queiroz", "Ribeiro", "Santos", "Teixeira", "Vasconcelos", "Xavier", "Zanetti",
    ];

    private static readonly string[] Reasons = ["line suspended, contract active", "billing complaint", "audit sample", "customer request"];

    // What people leave in a column of numbers.
    private static readonly string[] Malformed =
        ["", "n/a", "11 91234-5678", "+5511917920068", "55119", "5511 91000 7919", "sem número", "551191000791999", "O511918712075", "#N/A"];

    public static IEnumerable<CustomerRow> Rows()
    {
        for (var i = 1; i <= RowCount; i++)
        {
            var msisdn = i % 100 == 17 ? Malformed[i / 100] : (5511910000000 + (i * 7919L)).ToString(CultureInfo.InvariantCulture);
            var name = $"{FirstNames[i * 7 % 20]} {LastNames[i * 13 / 20 % 20]}";
            var reason = i % 10 is 1 or 2 or 3 ? Reasons[0] : Reasons[1 + (i % 3)];
            yield return new CustomerRow(msisdn, name, reason, IsNumber: i % 7 == 0 && i % 100 != 17);
        }
    }

    public static string ToCsv()
    {
        var text = new StringBuilder();
        text.Append(string.Join(',', Header)).Append('\n');
        foreach (var row in Rows())
        {
            text.Append(row.Msisdn).Append(',').Append(row.Name).Append(",\"").Append(row.Reason).Append("\"\n");
        }

        return text.ToString();
    }
}
