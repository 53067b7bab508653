using System.Text;

namespace Pff.Specs.Reliability.BadInputs;

/// <summary>Inputs that cannot be read, or whose cells cannot.</summary>
internal static class BadFiles
{
    public static IEnumerable<BadInput> All { get; } =
    [
        new("a file that is not there", "pff run manifest.yaml --file custumers.csv"),
        new("a folder", "pff run manifest.yaml --file apis"),
        new("a format that is not known", "pff run manifest.yaml --file rows.doc") { Files = [("rows.doc", "id\n1\n"u8.ToArray())] },
        BadInput.OfFile("an empty file", "empty.csv", ""),
        BadInput.OfFile("a CSV without a column that the manifest needs", "other.csv", "name;amount\nAna;3\n"),
        BadInput.OfFile("a CSV whose column is nearly named so", "near.csv", "ids,amount\n99,3\n"),
        BadInput.OfFile("a CSV with a column twice", "twice.csv", "id,id,amount\n99,2,3\n"),
        BadInput.OfFile("a CSV with a quote that does not end", "quote.csv", "id,amount\n\"98,3\n99,3\n"),
        BadInput.OfFile("a CSV row with more cells than headers", "wide.csv", "id,amount\n99,3,4,5\n"),
        BadInput.OfFile("a CSV cell that is no number", "text.csv", "id,amount\n99,three\n"),
        BadInput.OfFile("a CSV cell that is empty and must not be", "blank.csv", "id,amount\n,3\n"),
        BadInput.OfFile("a CSV cell beyond 64 bits", "large.csv", "id,amount\n99,99999999999999999999\n"),
        BadInput.OfFile("a CSV with two encodings", "two.csv", [.. "id,amount\nJosé,1\nJos"u8, 0xE9, .. ",3\n"u8]),
        BadInput.OfFile("a text that is named .xlsx", "text.xlsx", "id,amount\n99,3\n"),
        BadInput.OfFile("a ZIP that is no workbook, named .xlsx", "zip.xlsx", BadInput.Zip("rows.csv")),
        BadInput.OfFile("a JSON file that is cut off", "cut.json", """[ { "id": "99", "amount": 3 }, { "id": """),
        BadInput.OfFile("a JSON file with a single number in it", "number.json", "42"),
        BadInput.OfFile("a JSON Lines file with a bad line", "bad.jsonl", "{\"id\":\"99\",\"amount\":3}\n{id:2}\n"),
        BadInput.OfFile("a YAML file that is no list", "map.yaml", "id: 1\namount: 3\n"),
        BadInput.OfFile("an XML file that is cut off", "cut.xml", "<rows><row><id>1</id>"),
        BadInput.OfFile("a gzip file that is cut off", "cut.csv.gz", BadInput.Gzip("id,amount\n" + string.Concat(Enumerable.Range(0, 999).Select(i => $"{i * 7919},{i}\n")))[..900]),
        BadInput.OfFile("a ZIP with two files", "two.zip", BadInput.Zip("a.csv", "b.csv")),
        BadInput.OfFile("a Parquet file that is none", "none.parquet", Encoding.UTF8.GetBytes(new string('x', 200))),
        BadInput.OfFile("a SQLite file that is none", "none.sqlite", Encoding.UTF8.GetBytes(new string('x', 200))),
    ];
}
