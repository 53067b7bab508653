using System.IO.Compression;
using Pff.Specs.Architecture;

namespace Pff.Specs.Examples;

/// <summary>
/// The example's tables are what the generator says. <c>PFF_UPDATE_EXAMPLES=1</c> writes them anew; CI never sets it.
/// </summary>
public sealed class ContractFixFilesSpec
{
    private static readonly string Folder = Repository.PathOf("examples", "contract-fix");

    [Fact]
    public void The_csv_is_the_generated_one()
    {
        var path = Path.Combine(Folder, "customers.csv");
        if (IsUpdating)
        {
            File.WriteAllText(path, CustomerTable.ToCsv());
        }

        Assert.Equal(CustomerTable.ToCsv(), File.ReadAllText(path));
    }

    [Fact]
    public void The_workbook_is_the_generated_one()
    {
        var path = Path.Combine(Folder, "customers.xlsx");
        var generated = Workbook.Write("Customers", CustomerTable.Header, CustomerTable.Rows());
        if (IsUpdating)
        {
            File.WriteAllBytes(path, generated);
        }

        // Compared by what is in it: how well zip compresses may differ from one runtime to the next.
        Assert.Equal(PartsOf(generated), PartsOf(File.ReadAllBytes(path)));
    }

    [Fact]
    public void It_has_the_rows_that_its_readme_promises()
    {
        var rows = CustomerTable.Rows().ToArray();
        Assert.Equal(1000, rows.Length);
        Assert.Equal(10, rows.Count(row => !System.Text.RegularExpressions.Regex.IsMatch(row.Msisdn, "^55[0-9]{10,11}$")));
        Assert.Equal(300, rows.Count(row => row.Reason == "line suspended, contract active"));
    }

    private static bool IsUpdating => Environment.GetEnvironmentVariable("PFF_UPDATE_EXAMPLES") == "1";

    private static List<(string Name, string Content)> PartsOf(byte[] workbook)
    {
        using var archive = new ZipArchive(new MemoryStream(workbook));
        return [.. archive.Entries.Select(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return (entry.FullName, reader.ReadToEnd());
        })];
    }
}
