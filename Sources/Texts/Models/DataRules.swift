/// The codes of data files.
extension ModelRules {
  static let data: [RuleDocument] = [
    RuleDocument(
      "E650",
      "a data file without rows",
      checks: "A CSV file has a header and at least one row.",
      matters: "Nothing can be estimated from nothing.",
      wrong: "date,price",
      right: "date,price\n2025-12-05,1.5",
      head: ""
    ),
    RuleDocument(
      "E651",
      "a row with another number of cells",
      checks: "Every row has as many cells as the header; no empty row stands between others.",
      matters: "Cells of a shorter row would belong to the wrong columns.",
      wrong: "date,price\n2025-12-05,1.5,2",
      right: "date,price\n2025-12-05,1.5",
      head: ""
    ),
    RuleDocument(
      "E652",
      "a cell that is no date",
      checks: "The date column holds days, written `2025-12-05`.",
      matters: "05/12/2025 is a day in May to some and in December to others.",
      wrong: "date,price\n05/12/2025,1.5",
      right: "date,price\n2025-12-05,1.5",
      head: ""
    ),
    RuleDocument(
      "E653",
      "a cell that is no number",
      checks: "All other columns hold decimal numbers; a missing one is an empty cell.",
      matters: "Words such as n/a or nan would be guessed at.",
      wrong: "date,price\n2025-12-05,n/a",
      right: "date,price\n2025-12-04,1.5\n2025-12-05,",
      head: ""
    ),
    RuleDocument(
      "E654",
      "a date that stands twice",
      checks: "Each date has one row, in a long file one for each key.",
      matters: "One of the two would be lost.",
      wrong: "date,price\n2025-12-05,1.5\n2025-12-05,1.6",
      right: "date,price\n2025-12-04,1.5\n2025-12-05,1.6",
      head: ""
    ),
    RuleDocument(
      "E655",
      "dates out of order",
      checks: "Rows are in order of date.",
      matters: "A return is the change from the row before.",
      wrong: "date,price\n2025-12-05,1.6\n2025-12-04,1.5",
      right: "date,price\n2025-12-04,1.5\n2025-12-05,1.6",
      head: ""
    ),
    RuleDocument(
      "E656",
      "a price of zero or less",
      checks: "Prices are greater than 0; a factor's price is not 0.",
      matters: "A price of 0 stands for a missing one and would be a return of minus infinity.",
      wrong: "date,price\n2025-12-05,0",
      right: "date,price\n2025-12-04,1.5\n2025-12-05,",
      head: ""
    ),
    RuleDocument(
      "E657",
      "a column that is not there",
      checks: "The columns that a recipe uses exist, each once.",
      matters: "A series under another name is not found.",
      wrong: "day,price\n2025-12-05,1.5",
      right: "date,price\n2025-12-05,1.5",
      head: ""
    ),
    RuleDocument(
      "E658",
      "a quote that is not closed",
      checks: "A cell that begins with a quote ends with one; quotes inside are doubled.",
      matters: "The rest of the file could be taken for one cell.",
      wrong: "date,price\n2025-12-05,\"1.5",
      right: "date,price\n2025-12-05,\"1.5\"",
      head: ""
    ),
    RuleDocument(
      "E659",
      "a unit that is not percent",
      checks: "Yields stay below 30, spreads below 60, daily returns below 40, surprises below 5, "
        + "half of these below 0.5; nor are all of them a hundredth of that.",
      matters: "A rate in basis points would make every response a hundredth of itself.",
      wrong: "date,rate\n2025-12-05,356",
      right: "date,rate\n2025-12-05,3.56",
      head: ""
    ),
    RuleDocument(
      "E660",
      "a code for a missing value",
      checks: "No cell holds -99.99, -999, -999.99, -9999 or -99999.",
      matters: "Packages write them where nothing is known; one of them ruins a regression.",
      wrong: "date,price\n2025-12-05,-99.99",
      right: "date,price\n2025-12-04,1.5\n2025-12-05,",
      head: ""
    ),
    RuleDocument(
      "E661",
      "a hole in a series",
      checks: "A series that a recipe uses holds nothing for at most ten weekdays in a row, one "
        + "rarer than daily for at most half its step more. `gaps: allowed` at the file in the "
        + "recipe lifts this.",
      matters: "The change over a hole is not the change of a day or of a week.",
      wrong: holed + "2025-12-05,1.6",
      right: holed + "2025-11-21,1.5\n2025-12-05,1.6",
      head: ""
    ),
    RuleDocument(
      "E662",
      "a file that is no comma-separated text",
      checks: "Data files are text in UTF-8 with commas between cells.",
      matters: "In a file with semicolons, commas may be decimal signs.",
      wrong: "date;price\n2025-12-05;1,5",
      right: "date,price\n2025-12-05,1.5",
      head: ""
    ),
    RuleDocument(
      "E663",
      "a price in another unit",
      checks: "From one price to the next, none is more than twenty times the other.",
      matters: "A price in pence among prices in pounds is a return that nobody had.",
      wrong: "date,price\n2025-12-04,25\n2025-12-05,2510",
      right: "date,price\n2025-12-04,25\n2025-12-05,25.1",
      head: ""
    ),
    RuleDocument(
      "E664",
      "a column without numbers",
      checks: "A column that a recipe uses holds at least one number to the model's date.",
      matters: "Nothing can be estimated from nothing.",
      wrong: "date,price\n2025-12-05,",
      right: "date,price\n2025-12-05,1.5",
      head: ""
    ),
    RuleDocument(
      "W650",
      "a price that changes by more than half in one step",
      checks: "From one price to the next, none is more than one and a half times the other.",
      matters: "A split that was not adjusted for is a loss that nobody had.",
      wrong: "date,price\n2025-12-04,100\n2025-12-05,25",
      right: "date,price\n2025-12-04,25\n2025-12-05,25.1",
      head: ""
    ),
    RuleDocument(
      "W651",
      "a price that rests",
      checks: "No price of days or weeks is the same ten times in a row.",
      matters: "Prices filled in where none was known are returns of 0 that did not happen.",
      wrong: resting,
      right: "date,price\n2025-12-04,1.5\n2025-12-05,1.6",
      head: ""
    ),
    RuleDocument(
      "W652",
      "a series that ends early",
      checks: "A daily series reaches to within ten weekdays of the model's date.",
      matters: "Where markets stand at the model's date is read from the last value.",
      wrong: "date,price\n" + days(5, from: 10),
      right: "date,price\n2025-12-04,1.5\n2025-12-05,1.6",
      head: ""
    ),
  ]

  private static let holed = "date,price\n" + days(5, from: 10)
  private static let resting =
    "date,price\n"
    + [17, 18, 19, 20, 21, 24, 25, 26, 27, 28].map { "2025-11-\($0),1.5\n" }.joined()

  /// Rows of days in November 2025 with prices that rise.
  private static func days(_ count: Int, from first: Int) -> String {
    (0..<count).map { "2025-11-\(first + $0),1.\(first + $0)\n" }.joined()
  }
}
